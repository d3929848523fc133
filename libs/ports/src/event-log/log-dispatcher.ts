import type { LogConsumer, LogRecord } from './event-log.ts';
import type { LogWindow } from './log-window.ts';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 10_000;
/** From the third time that a process has begun a record, it is handled with nothing else beside it. */
const ALONE_FROM_ATTEMPT = 3;

export interface DispatcherHooks {
  /** Before records are handled for the first time in this process; answers them as they are to be handed over. */
  readonly begin?: (batch: readonly LogRecord[]) => Promise<readonly LogRecord[]>;
  /** After records were settled, before the next are taken. */
  readonly settled?: (batch: readonly LogRecord[]) => Promise<void> | void;
}

/**
 * Hands a window's records to a consumer: lanes of batches at once, not oftener than the consumer wants them, a pause for
 * all of them on a rejection, a drain.
 */
export class LogDispatcher {
  private underWay = new Set<Promise<void>>();
  private alone = false;
  private draining = false;
  private failures = 0;
  private pause: NodeJS.Timeout | null = null;
  /** Until the next batch may begin. */
  private gathering: NodeJS.Timeout | null = null;
  private begun = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly window: LogWindow,
    private readonly consumer: LogConsumer,
    private readonly hooks: DispatcherHooks = {},
  ) {}

  /** Looks for work: called whenever the window may have some. */
  wake(): void {
    while (!this.draining && this.pause === null && !this.alone && this.underWay.size < this.consumer.lanes) {
      const next = this.window.peek();
      if (next === undefined) return;
      if (goesAlone(next) && this.underWay.size > 0) return;
      if (this.gathers()) return;
      this.alone = goesAlone(next);
      this.start(this.window.take(this.consumer.maxBatch, goesAlone));
    }
  }

  /** Pauses everything as a rejection does: for troubles on the way to the records. */
  stumble(error: unknown): number {
    if (this.pause !== null) return 0;
    const retryInMs = Math.min(FIRST_PAUSE_MS * 2 ** this.failures, LONGEST_PAUSE_MS);
    this.failures += 1;
    this.consumer.onPause?.(error, retryInMs);
    this.pause = setTimeout(() => {
      this.pause = null;
      this.wake();
    }, retryInMs);
    return retryInMs;
  }

  /** Takes no more and waits for what is under way, however it ends. */
  async drain(): Promise<void> {
    this.draining = true;
    if (this.pause !== null) clearTimeout(this.pause);
    if (this.gathering !== null) clearTimeout(this.gathering);
    await Promise.all(this.underWay);
  }

  /** Whether it is too soon after the batch before for one that is not full; then it looks again in time. */
  private gathers(): boolean {
    const { everyMs = 0, maxBatch } = this.consumer;
    const waitMs = this.begun + everyMs - performance.now();
    if (waitMs <= 0 || this.window.waiting >= maxBatch) return false;
    this.gathering ??= setTimeout(() => {
      this.gathering = null;
      this.wake();
    }, waitMs);
    return true;
  }

  private start(batch: readonly LogRecord[]): void {
    this.begun = performance.now();
    const done = this.handle(batch).finally(() => {
      this.underWay.delete(done);
      this.alone = false;
      this.wake();
    });
    this.underWay.add(done);
  }

  private async handle(batch: readonly LogRecord[]): Promise<void> {
    try {
      await this.consumer.handle((await this.hooks.begin?.(batch)) ?? batch);
    } catch (error) {
      this.window.giveBack(batch);
      if (!this.draining) this.stumble(error);
      return;
    }
    this.failures = 0;
    this.window.settle(batch);
    await this.hooks.settled?.(batch);
  }
}

function goesAlone(record: LogRecord): boolean {
  return record.attempt >= ALONE_FROM_ATTEMPT;
}
