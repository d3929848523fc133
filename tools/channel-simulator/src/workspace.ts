/** A message as the workspace keeps it. */
export interface FakeMessage {
  readonly type: 'message';
  readonly ts: string;
  readonly text: string;
  readonly user?: string;
  readonly bot_id?: string;
  readonly thread_ts?: string;
  readonly blocks?: readonly unknown[];
  readonly metadata?: { readonly event_type: string; readonly event_payload: Readonly<Record<string, unknown>> };
  readonly subtype?: string;
  readonly files?: readonly { readonly mimetype: string }[];
  /** Seen by this person alone, and in no history. */
  readonly onlyFor?: string;
}

/** Channels and what was written in them. It recognises nothing: what is posted twice is there twice. */
export class Workspace {
  private readonly channels = new Map<string, FakeMessage[]>();
  private readonly archived = new Set<string>();
  private lastMicros = 0;

  /** A time of Slack's own, which is also a message's id: no two are alike. */
  ts(): string {
    this.lastMicros = Math.max(this.lastMicros + 1, Date.now() * 1000);
    return `${Math.floor(this.lastMicros / 1_000_000)}.${String(this.lastMicros % 1_000_000).padStart(6, '0')}`;
  }

  add(channel: string, message: FakeMessage): FakeMessage {
    this.of(channel).push(message);
    return message;
  }

  change(channel: string, ts: string, text: string): { readonly before: FakeMessage; readonly after: FakeMessage } {
    const messages = this.of(channel);
    const index = messages.findIndex((message) => message.ts === ts);
    const before = messages[index];
    if (before === undefined) throw new Error(`There is no message ${ts} in ${channel}.`);
    const after = { ...before, text };
    messages[index] = after;
    return { before, after };
  }

  remove(channel: string, ts: string): FakeMessage {
    const messages = this.of(channel);
    const index = messages.findIndex((message) => message.ts === ts);
    const [removed] = index < 0 ? [] : messages.splice(index, 1);
    if (removed === undefined) throw new Error(`There is no message ${ts} in ${channel}.`);
    return removed;
  }

  archive(channel: string): void {
    this.archived.add(channel);
  }

  isArchived(channel: string): boolean {
    return this.archived.has(channel);
  }

  /** In the order posted. */
  messages(channel: string): readonly FakeMessage[] {
    return this.of(channel);
  }

  names(): readonly string[] {
    return [...this.channels.keys()];
  }

  /** Newest first, as conversations.history tells them: no replies within threads. */
  history(channel: string, oldest: number): readonly FakeMessage[] {
    const isTop = ({ thread_ts: thread, ts }: FakeMessage): boolean => thread === undefined || thread === ts;
    return this.of(channel)
      .filter((message) => isTop(message) && isSeen(message, oldest))
      .reverse();
  }

  /** Oldest first, the thread's first message included, as conversations.replies tells them. */
  replies(channel: string, thread: string, oldest: number): readonly FakeMessage[] {
    const isOf = (message: FakeMessage): boolean => message.ts === thread || message.thread_ts === thread;
    return this.of(channel).filter((message) => isOf(message) && (message.ts === thread || isSeen(message, oldest)));
  }

  private of(channel: string): FakeMessage[] {
    const known = this.channels.get(channel) ?? [];
    this.channels.set(channel, known);
    return known;
  }
}

function isSeen({ ts, onlyFor }: FakeMessage, oldest: number): boolean {
  return onlyFor === undefined && Number(ts) > oldest;
}
