import { createParser } from 'eventsource-parser';
import type { PendingMessage, ServerMessage } from './shown-message.ts';
import type { Visit } from './outbox.ts';

export type ConversationStatus = 'new' | 'bot' | 'agent' | 'ended' | 'erased';

export interface Page {
  readonly messages: readonly ServerMessage[];
  readonly status: ConversationStatus;
  readonly typing: boolean;
}

/** The server said no. `later` = the same request may succeed later. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly retryInMs: number | null,
  ) {
    super(message);
  }

  get later(): boolean {
    return this.status === 429 || this.status >= 500;
  }
}

/** The public web chat of one connection, over HTTP. Network faults reject with a TypeError as `fetch` does. */
export class ChatServer {
  private readonly base: string;

  constructor(
    origin: string,
    connection: string,
    private readonly language: string,
  ) {
    this.base = `${origin}/channels/web-chat/${encodeURIComponent(connection)}`;
  }

  async begin(): Promise<Visit> {
    return (await this.call('conversations', null, { language: this.language })) as Visit;
  }

  async opened(visit: Visit): Promise<void> {
    await this.call('opened', visit, { language: this.language });
  }

  async send(visit: Visit, message: PendingMessage): Promise<void> {
    const { id, text, button, attachments } = message;
    await this.call('messages', visit, {
      id,
      text,
      language: this.language,
      ...(button && { button }),
      ...(attachments && { attachments }),
    });
  }

  async typing(visit: Visit): Promise<void> {
    await this.call('typing', visit, {});
  }

  /** The contiguous prefix after a number; with `waitSeconds`, answered when there is something new. */
  async read(visit: Visit, after: number, waitSeconds: number, signal: AbortSignal): Promise<Page> {
    const response = await fetch(`${this.base}/messages?after=${after}&wait=${waitSeconds}`, {
      headers: bearer(visit),
      signal,
    });
    return (await answered(response)) as Page;
  }

  /** Follows the conversation until the line is cut; resolves then. */
  async follow(
    visit: Visit,
    after: number,
    signal: AbortSignal,
    on: (event: string, content: unknown) => void,
  ): Promise<void> {
    const response = await fetch(`${this.base}/stream?after=${after}`, {
      headers: { ...bearer(visit), accept: 'text/event-stream' },
      signal,
    });
    if (!response.ok || response.body === null) await answered(response);
    on('open', null);
    const parser = createParser({ onEvent: (event) => on(event.event ?? 'message', JSON.parse(event.data)) });
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) parser.feed(decoder.decode(chunk, { stream: true }));
  }

  /** Entries of the journal after a seq, for a connection that shows it. */
  async journal(visit: Visit, after: number): Promise<{ readonly entries: readonly unknown[] }> {
    const response = await fetch(`${this.base}/journal?after=${after}`, { headers: bearer(visit) });
    return (await answered(response)) as { entries: unknown[] };
  }

  private async call(path: string, visit: Visit | null, body: unknown): Promise<unknown> {
    const response = await fetch(`${this.base}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(visit && bearer(visit)) },
      body: JSON.stringify(body),
    });
    return answered(response);
  }
}

function bearer(visit: Visit): Record<string, string> {
  return { authorization: `Bearer ${visit.token}` };
}

async function answered(response: Response): Promise<unknown> {
  if (response.status === 204) return null;
  const content: unknown = await response.json().catch(() => null);
  if (response.ok) return content;
  const problem = (content ?? {}) as { detail?: string; title?: string };
  const retryAfter = Number(response.headers.get('retry-after'));
  throw new Refusal(
    response.status,
    problem.detail ?? problem.title ?? `The server answered ${response.status}.`,
    retryAfter > 0 ? retryAfter * 1000 : null,
  );
}
