import type { Choice } from '@parley/conversation';
import type { Outbox, Visit } from './outbox.ts';
import { Refusal, type ChatServer, type ConversationStatus, type Page } from './server.ts';
import { lastNumber, take, type PendingMessage, type ServerMessage, type ShownConversation } from './shown-message.ts';

export interface ChatState extends ShownConversation {
  readonly line: 'connecting' | 'online' | 'offline' | 'refused';
  /** Said to the person when something is wrong. */
  readonly notice: string | null;
  readonly status: ConversationStatus;
  readonly typing: boolean;
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;
const POLL_WAIT_SECONDS = 20;

/**
 * One visitor's conversation in one page: shows what the server has, sends what the visitor says until it is durable,
 * follows by stream, and by polling where streams do not pass. Losing the line, the page or the server loses nothing.
 */
export class ChatSession {
  private state: ChatState = {
    messages: [],
    pending: [],
    line: 'connecting',
    notice: null,
    status: 'new',
    typing: false,
  };
  private readonly listeners = new Set<(state: ChatState) => void>();
  private readonly stopped = new AbortController();
  private visit: Visit | null = null;
  /** Whether there was a line once: what was missed since then comes with the next. */
  private hasArrived = false;
  private sending = false;
  private typingToldAt = 0;

  constructor(
    private readonly server: ChatServer,
    private readonly outbox: Outbox,
  ) {}

  subscribe(listener: (state: ChatState) => void): () => void {
    this.listeners.add(listener);
    listener(this.state);
    return () => this.listeners.delete(listener);
  }

  currentVisit(): Visit | null {
    return this.visit;
  }

  /** Runs until `stop`. */
  async run(): Promise<void> {
    this.change({ pending: this.outbox.pending() });
    for (
      let retryMs = FIRST_RETRY_MS;
      !this.stopped.signal.aborted;
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS)
    ) {
      try {
        if (!this.hasArrived) await this.arrive();
        void this.sendPending();
        await this.followOnce(() => (retryMs = FIRST_RETRY_MS));
      } catch (fault) {
        if (this.stopped.signal.aborted || this.giveUp(fault)) return;
        if (fault instanceof Refusal && fault.retryInMs !== null) retryMs = fault.retryInMs;
      }
      if (this.state.line !== 'connecting') this.change({ line: 'offline', typing: false });
      await pause(apart(retryMs), this.stopped.signal);
    }
  }

  stop(): void {
    this.stopped.abort();
  }

  say(text: string, attachments?: readonly string[]): void {
    const words = text.trim();
    if (words === '' && attachments === undefined) return;
    this.enqueue({ id: crypto.randomUUID(), text: words, at: Date.now(), ...(attachments && { attachments }) });
  }

  press(choice: Choice): void {
    const { label, episode, question, intent } = choice;
    this.enqueue({ id: crypto.randomUUID(), text: label, button: { episode, question, intent }, at: Date.now() });
  }

  /** Tells the other side, at most every three seconds, that the visitor types. */
  noteTyping(now: number): void {
    if (this.visit === null || now - this.typingToldAt < 3000) return;
    this.typingToldAt = now;
    this.server.typing(this.visit).catch(() => undefined);
  }

  /** Whoever comes in from here next begins another conversation. */
  forget(): void {
    this.outbox.forget();
  }

  private async arrive(): Promise<void> {
    this.visit ??= this.outbox.visit();
    if (this.visit === null) {
      this.visit = await this.server.begin();
      this.outbox.begin(this.visit);
    }
    let page: Page;
    do {
      page = await this.server.read(this.visit, lastNumber(this.state), 0, this.stopped.signal);
      this.takePage(page);
    } while (page.messages.length > 0);
    if (page.status === 'new') await this.server.opened(this.visit);
    this.hasArrived = true;
    this.change({ line: 'online', notice: null });
  }

  /** Streams; where a stream does not open, waits for one page. */
  private async followOnce(onAnswer: () => void): Promise<void> {
    const visit = this.visit;
    if (visit === null) return;
    let opened = false;
    try {
      await this.server.follow(visit, lastNumber(this.state), this.stopped.signal, (event, content) => {
        opened = true;
        onAnswer();
        this.takeEvent(event, content);
      });
    } catch (fault) {
      if (opened || this.stopped.signal.aborted) throw fault;
      this.takePage(await this.server.read(visit, lastNumber(this.state), POLL_WAIT_SECONDS, this.stopped.signal));
      onAnswer();
      this.change({ line: 'online', notice: null });
    }
  }

  private takeEvent(event: string, content: unknown): void {
    if (event === 'open') this.change({ line: 'online', notice: null });
    if (event === 'message') this.takePage({ ...this.state, messages: [content as ServerMessage] });
    if (event === 'status') this.change({ status: (content as { status: ConversationStatus }).status });
    if (event === 'typing') this.change({ typing: (content as { typing: boolean }).typing });
  }

  private takePage(page: Page): void {
    const shown = take(this.state, page.messages);
    this.change({ ...shown, status: page.status, typing: page.typing && shown === this.state });
    this.outbox.save(shown.pending);
  }

  private enqueue(message: PendingMessage): void {
    this.setPending([...this.state.pending, message]);
    void this.sendPending();
  }

  /** One at a time, in the order said: the order of durable append is the conversation's. */
  private async sendPending(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    const sent = new Set<string>();
    let retryMs = FIRST_RETRY_MS;
    for (;;) {
      const next = this.state.pending.find((message) => message.refused === undefined && !sent.has(message.id));
      if (next === undefined || this.visit === null || this.stopped.signal.aborted) break;
      try {
        await this.server.send(this.visit, next);
        sent.add(next.id);
        retryMs = FIRST_RETRY_MS;
      } catch (fault) {
        if (fault instanceof Refusal && !fault.later) this.refuse(next, fault.message);
        else
          await pause(
            fault instanceof Refusal && fault.retryInMs !== null ? fault.retryInMs : retryMs,
            this.stopped.signal,
          );
        retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
      }
    }
    this.sending = false;
  }

  private refuse(message: PendingMessage, why: string): void {
    this.setPending(this.state.pending.map((one) => (one.id === message.id ? { ...one, refused: why } : one)));
  }

  /** A 401 means the visit is over: its token ran out or its key changed. */
  private giveUp(fault: unknown): boolean {
    if (!(fault instanceof Refusal) || fault.later) return false;
    if (fault.status === 401) this.outbox.forget();
    const notice =
      fault.status === 401
        ? 'This conversation can no longer be opened here. Reload to begin a new one.'
        : fault.message;
    this.change({ line: 'refused', notice });
    return true;
  }

  private setPending(pending: readonly PendingMessage[]): void {
    this.change({ pending });
    this.outbox.save(pending);
  }

  private change(part: Partial<ChatState>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.listeners) listener(this.state);
  }
}

/** Up to twice as long: those who lost their line at the same moment do not come back at the same moment. */
function apart(ms: number): number {
  return ms * (1 + Math.random());
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
