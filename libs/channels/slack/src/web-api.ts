import { parseJson } from '@parley/message';
import { Agent } from 'undici';
import { isFields } from './fields.ts';
import type { Fields } from './fields.ts';
import { post } from './post.ts';
import type { Posting } from './post.ts';

/** What became of a call, as far as anybody knows. */
export type ApiAnswer =
  | { readonly kind: 'ok'; readonly body: Fields }
  /** Slack says no; `error` is its own word for why. */
  | { readonly kind: 'refused'; readonly error: string }
  /** Too fast: nothing was done. */
  | { readonly kind: 'held'; readonly retryInMs: number }
  /** Nobody knows whether it was done. */
  | { readonly kind: 'lost' };

/** Shorter than a claim lasts, so that nobody else takes up a reply whose answer may still come. */
const timeoutMs = 8_000;
const jsonType = 'application/json; charset=utf-8';
const formType = 'application/x-www-form-urlencoded';
const maxAnswerDepth = 64;
const usualHoldMs = 1_000;
const longestHoldMs = 3_600_000;
/** After these words Slack may have done it all the same. */
const uncertain: ReadonlySet<string> = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
]);

/** Slack's Web API, as its documentation describes it. Lines are kept open and shared. */
export class WebApi {
  private readonly agent: Agent;
  private readonly origin: string;
  /** What every method's name comes after. */
  private readonly path: string;

  /** @param base `https://slack.com/api`, or where the platform's operator says that it is */
  constructor(base: string, connections = 64) {
    const { origin, pathname } = new URL(base);
    this.origin = origin;
    this.path = pathname.replace(/\/$/, '');
    this.agent = new Agent({ connections, pipelining: 1, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
  }

  /** Writes. @see https://docs.slack.dev/apis/web-api */
  call(method: string, token: string, body: Fields): Promise<ApiAnswer> {
    return this.answer(method, token, JSON.stringify(body), jsonType);
  }

  /** Reads: those methods take no JSON. */
  query(method: string, token: string, fields: Readonly<Record<string, string>>): Promise<ApiAnswer> {
    return this.answer(method, token, new URLSearchParams(fields).toString(), formType);
  }

  /** Answers at an address that Slack gave out for it. It says `ok` in words, or names no reason. */
  async respond(url: string, body: Fields): Promise<ApiAnswer> {
    const { origin, pathname, search } = new URL(url);
    const headers = { 'content-type': jsonType };
    const answer = await this.post({ origin, path: pathname + search, headers, body: JSON.stringify(body) });
    if ('kind' in answer) return answer;
    return answer.status < 300 ? { kind: 'ok', body: {} } : { kind: 'refused', error: `http_${answer.status}` };
  }

  /** Cuts every line at once: whoever waits on one finds its answer lost. */
  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async answer(method: string, token: string, body: string, type: string): Promise<ApiAnswer> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': type };
    const answer = await this.post({ origin: this.origin, path: `${this.path}/${method}`, headers, body });
    if ('kind' in answer) return answer;
    const json = parseJson(answer.bytes, maxAnswerDepth);
    if (!json.ok || !isFields(json.value)) return { kind: 'lost' };
    if (json.value['ok'] === true) return { kind: 'ok', body: json.value };
    const error = typeof json.value['error'] === 'string' ? json.value['error'] : 'unknown_error';
    if (error === 'ratelimited' || error === 'rate_limited') return { kind: 'held', retryInMs: usualHoldMs };
    return uncertain.has(error) ? { kind: 'lost' } : { kind: 'refused', error };
  }

  private async post(posting: Omit<Posting, 'withinMs'>): Promise<Said> {
    const answer = await post(this.agent, { ...posting, withinMs: timeoutMs });
    if (answer === null) return { kind: 'lost' };
    const { status, bytes, retryAfter } = answer;
    if (status === 429) return { kind: 'held', retryInMs: retryAfterMs(retryAfter) };
    return status >= 500 ? { kind: 'lost' } : { status, bytes };
  }
}

type Said =
  { readonly status: number; readonly bytes: Uint8Array } | Extract<ApiAnswer, { readonly kind: 'held' | 'lost' }>;

function retryAfterMs(header: string): number {
  const seconds = /^\d{1,6}$/.test(header) ? Number(header) : 0;
  return Math.min(longestHoldMs, Math.max(usualHoldMs, seconds * 1_000));
}
