import type { Redis } from 'ioredis';
import type { Watch } from './watch.ts';

/**
 * Asks Redis for what may as well be unknown. Never throws, never waits longer than its time-out, and does not wait at all
 * while Redis is away or owes an answer that is late already.
 */
export class Advice {
  private readonly client: Redis;
  private readonly watch: Watch;
  private readonly timeoutMs: number;
  private owed = 0;

  constructor(client: Redis, watch: Watch, timeoutMs: number) {
    this.client = client;
    this.watch = watch;
    this.timeoutMs = timeoutMs;
  }

  /**
   * undefined = nobody can say. Then the command may have been done or not.
   * @param tooLate is told of an answer that came when nobody waited for it any more.
   */
  ask<Answer>(
    command: (client: Redis) => Promise<Answer>,
    tooLate: (answer: Answer, client: Redis) => void = () => undefined,
  ): Promise<Answer | undefined> {
    if (this.client.status !== 'ready' || this.owed > 0) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      let stands: 'open' | 'late' | 'answered' = 'open';
      const isLate = (): void => {
        if (stands !== 'open') return;
        stands = 'late';
        this.owed += 1;
        resolve(undefined);
      };
      // A busy process comes late to its timers, and an answer may lie in the socket by then: it is read first.
      const timer = setTimeout(() => setImmediate(isLate), this.timeoutMs);
      const settle = (answer: Answer | undefined): void => {
        clearTimeout(timer);
        if (stands === 'late') this.owed -= 1;
        if (stands === 'late' && answer !== undefined) tooLate(answer, this.client);
        stands = 'answered';
        resolve(answer);
      };
      command(this.client).then(settle, (error: unknown) => {
        this.watch.failed(error);
        settle(undefined);
      });
    });
  }

  /** Calls back each time that Redis is connected. */
  onBack(listener: () => void): void {
    this.client.on('ready', listener);
  }
}
