import type { ChatService, Client, WatchMessagesRequest, WatchMessagesResponse } from '@parley/contracts';
import { ServiceFault } from '@parley/contracts';
import type { FastifyReply } from 'fastify';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Closing } from './closing.ts';
import { viewMessage } from './views.ts';

/** Proxies cut a line that is silent for a minute. */
const pingEveryMs = 15_000;
/** In a row, by instances that are told to stop; then the reader is let go. */
const mostRefusals = 4;
const betweenRefusalsMs = 50;

/** Server-sent events: `message` (id = its number), `status`, `typing`. Ends when the reader goes, or we do (`closing`). */
export async function streamMessages(
  chat: Client<ChatService>,
  request: WatchMessagesRequest,
  reply: FastifyReply,
  closing: Closing,
): Promise<void> {
  const gone = new AbortController();
  const pages = pagesOf(chat, request, gone.signal);
  // The first page is asked for before the head is sent, so that a refusal is still an answer of its own.
  const first = await pages.next();
  const { raw } = reply;
  raw.once('close', () => gone.abort());
  if (raw.destroyed) gone.abort();
  reply.hijack();
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  const stay = closing.on(() => gone.abort());
  const ping = setInterval(() => raw.write(': ping\n\n'), pingEveryMs);
  try {
    for (let page = first; page.done !== true; page = await pages.next()) {
      if (!raw.write(eventsOf(page.value))) await Promise.race([once(raw, 'drain'), once(raw, 'close')]);
    }
  } finally {
    clearInterval(ping);
    stay();
    gone.abort();
    raw.end();
  }
}

/** From one instance of chat, and from the next when that one is told to stop: its readers do not notice, unless there is no other. */
async function* pagesOf(
  chat: Client<ChatService>,
  request: WatchMessagesRequest,
  signal: AbortSignal,
): AsyncGenerator<WatchMessagesResponse> {
  let { after } = request;
  for (let refusals = 0; ;) {
    try {
      for await (const page of chat.watchMessages({ ...request, after }, { signal })) {
        refusals = 0;
        after = page.messages.at(-1)?.number ?? after;
        yield page;
      }
      return;
    } catch (error) {
      const isStopping = error instanceof ServiceFault && error.code === 'call.stopping';
      refusals += 1;
      if (signal.aborted || !isStopping || refusals > mostRefusals) throw error;
      await sleep(refusals * betweenRefusalsMs, undefined, { signal });
    }
  }
}

function eventsOf({ messages, status, typing }: WatchMessagesResponse): string {
  const said = messages.map((message) => `id: ${message.number}\n${event('message', viewMessage(message))}`);
  return `${said.join('')}${event('status', { status })}${event('typing', { typing })}`;
}

function event(name: string, content: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(content)}\n\n`;
}
