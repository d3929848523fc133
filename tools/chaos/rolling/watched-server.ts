import { ChatServer, type Refusal } from '@parley/web-chat-page';
import type { LineLog } from './line-log.ts';

type Visit = Parameters<ChatServer['send']>[0];
type Message = Parameters<ChatServer['send']>[1];
type Page = Awaited<ReturnType<ChatServer['read']>>;

/** The widget's own way to the server, looked at: what it is answered, and when it has a socket. */
export class WatchedServer extends ChatServer {
  /** When the last socket was lost, or the last long poll in its place was answered; null = there was none yet, or there is one. */
  private lostAt: number | null = null;
  private isOpen = false;

  constructor(
    origin: string,
    connection: string,
    private readonly log: LineLog,
    private readonly acknowledged: (id: string) => void,
  ) {
    super(origin, connection, 'en');
  }

  get hasSocket(): boolean {
    return this.isOpen;
  }

  override begin(): Promise<Visit> {
    return this.watched('begin', super.begin());
  }

  override opened(visit: Visit): Promise<void> {
    return this.watched('opened', super.opened(visit));
  }

  override async read(visit: Visit, after: number, waitSeconds: number, signal: AbortSignal): Promise<Page> {
    const since = performance.now();
    const what = waitSeconds > 0 ? 'poll' : 'read';
    const page = await this.watched(what, super.read(visit, after, waitSeconds, signal), signal);
    if (waitSeconds === 0 || this.lostAt === null) return page;
    this.log.poll(this.lostAt, since);
    this.lostAt = performance.now();
    return page;
  }

  override async send(visit: Visit, message: Message): Promise<void> {
    await this.watched('send', super.send(visit, message));
    this.acknowledged(message.id);
  }

  override async follow(
    visit: Visit,
    after: number,
    signal: AbortSignal,
    on: (event: string, content: unknown) => void,
  ): Promise<void> {
    let last = after;
    const heard = (event: string, content: unknown): void => {
      if (event === 'open') this.gained();
      if (event === 'message') {
        const { number } = content as { readonly number: number };
        if (number !== last + 1) this.log.outOfTurn += 1;
        last = number;
      }
      on(event, content);
    };
    try {
      await this.watched('stream', super.follow(visit, after, signal, heard), signal);
    } finally {
      this.lost(signal);
    }
  }

  private gained(): void {
    this.isOpen = true;
    this.log.open(this.lostAt);
    this.lostAt = null;
  }

  private lost({ aborted }: AbortSignal): void {
    if (!this.isOpen || aborted) return;
    this.isOpen = false;
    this.lostAt = performance.now();
    this.log.drop();
  }

  private async watched<T>(what: string, call: Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      return await call;
    } catch (fault) {
      if (signal?.aborted !== true) this.log.fault(what, fault as Refusal | Error);
      throw fault;
    }
  }
}
