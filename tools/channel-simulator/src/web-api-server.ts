import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelBuckets, Fault, Faults } from './faults.ts';
import { refusedMessage } from './refused-message.ts';
import type { FakeMessage, Workspace } from './workspace.ts';

/** A call that came in, whatever was answered. */
export interface ApiCall {
  readonly method: string;
  readonly token: string | null;
  readonly arguments: Readonly<Record<string, unknown>>;
}

export interface WebApiParts {
  readonly workspace: Workspace;
  readonly faults: Faults;
  readonly buckets: ChannelBuckets;
  readonly botToken: string;
  readonly botUser: string;
  readonly botId: string;
  readonly calls: ApiCall[];
  readonly answerUrls: Map<string, AnswerUrl>;
  /** Whether calls and messages are kept. */
  readonly remembers: boolean;
  /** The app wrote something. */
  readonly onPost: (channel: string, message: FakeMessage) => void;
}

/** Where a slash command or a pressed button may be answered. */
export interface AnswerUrl {
  readonly channel: string;
  readonly user: string;
  readonly until: number;
  uses: number;
}

type Answer = Readonly<Record<string, unknown>>;
type Arguments = Readonly<Record<string, unknown>>;

const maxAnswers = 5;
const maxPage = 1_000;

/** `/api/<method>` and `/answers/<id>`, as far as a chat app uses them. */
export async function serveWebApi(
  parts: WebApiParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = '/'] = (request.url ?? '/').split('?', 1);
  const body = await readArguments(request);
  const answerUrl = /^\/answers\/(\w+)$/.exec(path)?.[1];
  const method = answerUrl === undefined ? (/^\/api\/([\w.]+)$/.exec(path)?.[1] ?? '') : 'response_url';
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null;
  if (parts.remembers) parts.calls.push({ method, token, arguments: body });
  const act = (): Acted => {
    if (answerUrl !== undefined) return answerAt(parts, answerUrl, body);
    return { status: 200, body: JSON.stringify(callMethod(parts, method, token, body)) };
  };
  const fault = parts.faults.take(method);
  if (fault) return misbehave(fault, act, response);
  const heldSeconds = method === 'chat.postMessage' ? parts.buckets.take(channelOf(body), Date.now()) : 0;
  if (heldSeconds > 0) return hold(response, heldSeconds);
  const { status, body: text } = act();
  const length = Buffer.byteLength(text);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': length }).end(text);
}

interface Acted {
  readonly status: number;
  readonly body: string;
}

async function misbehave(fault: Fault, act: () => Acted, response: ServerResponse): Promise<void> {
  const isOrdinary = fault.status === undefined && fault.error === undefined && fault.cuts !== true;
  const done = fault.does === true || isOrdinary ? act() : null;
  if (fault.afterMs !== undefined) await sleep(fault.afterMs);
  if (fault.cuts === true) {
    response.destroy();
    return;
  }
  const headers = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
  const text = fault.error === undefined ? done?.body : JSON.stringify({ ok: false, error: fault.error });
  response.writeHead(fault.status ?? 200, { 'content-type': 'application/json', ...headers }).end(text ?? '');
}

function hold(response: ServerResponse, seconds: number): void {
  response
    .writeHead(429, { 'content-type': 'application/json', 'retry-after': String(seconds) })
    .end('{"ok":false,"error":"ratelimited"}');
}

function callMethod(parts: WebApiParts, method: string, token: string | null, body: Arguments): Answer {
  if (token === null) return { ok: false, error: 'not_authed' };
  if (token !== parts.botToken) return { ok: false, error: 'invalid_auth' };
  switch (method) {
    case 'auth.test':
      return { ok: true, user_id: parts.botUser, bot_id: parts.botId };
    case 'chat.postMessage':
      return postMessage(parts, body);
    case 'conversations.history':
      return page(parts.workspace.history(text(body, 'channel'), Number(body['oldest'] ?? 0)), body);
    case 'conversations.replies':
      return page(parts.workspace.replies(text(body, 'channel'), text(body, 'ts'), Number(body['oldest'] ?? 0)), body);
    default:
      return { ok: false, error: 'unknown_method' };
  }
}

function postMessage(parts: WebApiParts, body: Arguments): Answer {
  const channel = channelOf(body);
  if (!/^[CDG]/.test(channel)) return { ok: false, error: 'channel_not_found' };
  if (parts.workspace.isArchived(channel)) return { ok: false, error: 'is_archived' };
  const refusal = refusedMessage(body);
  if (refusal !== null) return { ok: false, error: refusal };
  const message: FakeMessage = {
    ...{ type: 'message', ts: parts.workspace.ts(), text: text(body, 'text') },
    ...{ user: parts.botUser, bot_id: parts.botId },
    ...contentOf(body),
    ...(typeof body['thread_ts'] === 'string' && { thread_ts: body['thread_ts'] }),
  };
  if (parts.remembers) parts.workspace.add(channel, message);
  parts.onPost(channel, message);
  return { ok: true, channel, ts: message.ts, message };
}

function contentOf(body: Arguments): Pick<FakeMessage, 'blocks' | 'metadata'> {
  const { blocks, metadata } = body;
  return {
    ...(Array.isArray(blocks) && { blocks }),
    ...(metadata !== undefined && { metadata: metadata as NonNullable<FakeMessage['metadata']> }),
  };
}

/** Metadata are told only to those who ask for them. */
function page(messages: readonly FakeMessage[], body: Arguments): Answer {
  const limit = Math.min(maxPage, Number(body['limit'] ?? 100));
  const from = Number(text(body, 'cursor') || 0);
  const shown = messages.slice(from, from + limit);
  const hasMore = messages.length > from + limit;
  const withMetadata = String(body['include_all_metadata']) === 'true';
  return {
    ok: true,
    messages: withMetadata ? shown : shown.map(({ metadata: _metadata, ...message }) => message),
    has_more: hasMore,
    response_metadata: { next_cursor: hasMore ? String(from + limit) : '' },
  };
}

function answerAt(parts: WebApiParts, id: string, body: Arguments): Acted {
  const known = parts.answerUrls.get(id);
  if (known === undefined) return { status: 404, body: 'no_such_url' };
  if (Date.now() > known.until) return { status: 404, body: 'expired_url' };
  known.uses += 1;
  if (known.uses > maxAnswers) return { status: 404, body: 'used_url' };
  const refusal = refusedMessage(body);
  if (refusal !== null) return { status: 400, body: refusal };
  const message = parts.workspace.add(known.channel, {
    ...{ type: 'message', ts: parts.workspace.ts(), text: text(body, 'text') },
    ...{ user: parts.botUser, bot_id: parts.botId, onlyFor: known.user },
    ...contentOf(body),
  });
  parts.onPost(known.channel, message);
  return { status: 200, body: 'ok' };
}

/** What is posted to a person goes to the direct message with them. */
function channelOf(body: Arguments): string {
  const channel = text(body, 'channel');
  return /^[UW]/.test(channel) ? `D${channel.slice(1)}` : channel;
}

function text(body: Arguments, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : '';
}

async function readArguments(request: IncomingMessage): Promise<Arguments> {
  const body = await readText(request);
  if (!(request.headers['content-type'] ?? '').startsWith('application/json')) {
    return Object.fromEntries(new URLSearchParams(body));
  }
  return JSON.parse(body === '' ? '{}' : body) as Arguments;
}

function readText(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks).toString()));
    request.on('error', reject);
  });
}
