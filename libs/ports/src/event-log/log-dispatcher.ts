import type { LogConsumer, LogRecord } from './event-log.ts';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 10_000;
/** From the third time that a process has begun a record, it is handled with nothing else beside it. */
const ALONE_FROM_ATTEMPT = 3;

/** What records are handed out of: a window of a log, or several windows as one. */
export interface RecordSource {
  /** Conversations with a record to hand out. */
  readonly waiting: number;
  /** The record that would be handed out next. */
  peek(): LogRecord | undefined;
  /** Hands out records of different conversations, at most `most`, up to the first that is to go alone. */
  take(most: number, goesAlone: (record: LogRecord) => boolean): readonly LogRecord[];
  /** These are done for good. */
  settle(batch: readonly LogRecord[]): void;
  /** These were not handled: they come again first, in their order. */
  giveBack(batch: readonly LogRecord[]): void;
}

export interface DispatcherHooks {
  /** Before records are handed over; answers those that still are to be (none = the batch is passed over). */
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
    private readonly window: RecordSource,
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
      const begun = (await this.hooks.begin?.(batch)) ?? batch;
      if (begun.length > 0) await this.consumer.handle(begun);
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
