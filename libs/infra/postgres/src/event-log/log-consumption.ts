import { failpoint } from '@parley/service-kit';
import {
  LogDispatcher,
  LogWindow,
  type LogConsumer,
  type LogConsumption,
  type LogRecord,
  type NewLogRecord,
} from '@parley/ports';
import type { ConsumerStart, LogTable } from './log-table.ts';

const PAGE_ROWS = 256;
const SAVE_EVERY_MS = 250;

/**
 * One consumer: takes records from the appender's hand, or reads them from the table when it is behind; saves its
 * watermark now and then (what was settled since is offered again after a crash, and the journal knows it).
 */
export class PostgresLogConsumption implements LogConsumption {
  private readonly window: LogWindow;
  private readonly dispatcher: LogDispatcher;
  private readonly begun = new Set<number>();
  private attempts: ReadonlyMap<number, number> = new Map();
  /** Last record that lay in the log at an unclean start: up to it, beginnings are counted. */
  private suspectEnd = 0;
  private known: number;
  private saved: number;
  private filling = false;
  private closed = false;
  private saving: Promise<void> = Promise.resolve();
  private readonly timers: NodeJS.Timeout[];

  constructor(
    private readonly table: LogTable,
    private readonly consumer: LogConsumer,
    private readonly start: ConsumerStart,
    pollMs: number,
  ) {
    this.window = new LogWindow(start.watermark);
    this.known = this.saved = start.watermark;
    this.dispatcher = new LogDispatcher(this.window, consumer, {
      begin: (batch) => this.begin(batch),
      settled: (batch) => this.settled(batch),
    });
    this.timers = [setInterval(() => void this.poll(), pollMs), setInterval(() => this.save(), SAVE_EVERY_MS)];
    for (const timer of this.timers) timer.unref();
  }

  /** Reads where the log ends and, after an unclean end, what was begun and never settled. Before anything else. */
  async open(): Promise<void> {
    this.known = await this.table.end();
    if (!this.start.clean) {
      this.suspectEnd = this.known;
      this.attempts = await this.table.attempts(this.consumer.name, this.start.watermark);
    }
    void this.fill();
  }

  /** Another process may append too: its records are found by looking. */
  async poll(): Promise<void> {
    try {
      this.known = Math.max(this.known, await this.table.end());
    } catch {
      return; // The next look will do.
    }
    await this.fill();
  }

  /** Records just made durable here. If the window is behind or full they are read from the table later. */
  take(records: readonly NewLogRecord[], first: number): void {
    const next = this.window.taken === first - 1 && !this.filling;
    this.known = Math.max(this.known, first + records.length - 1);
    if (!next || !this.window.hasRoom()) return void this.fill();
    for (const [index, record] of records.entries()) {
      this.window.admit(toRecord(record, String(first + index)));
    }
    this.dispatcher.wake();
  }

  lag(): number {
    return this.known - this.window.taken + this.window.unsettled;
  }

  async drain(): Promise<void> {
    this.closed = true;
    for (const timer of this.timers) clearInterval(timer);
    await this.dispatcher.drain();
    await this.saving;
    await this.table.saveWatermark(this.consumer.name, this.window.watermark, true);
  }

  private async fill(): Promise<void> {
    if (this.filling || this.closed) return;
    this.filling = true;
    try {
      while (!this.closed && (await this.readMore())) this.dispatcher.wake();
    } catch (error) {
      this.dispatcher.stumble(error);
    } finally {
      this.filling = false;
    }
  }

  /** One page: first of busy conversations that have run dry, then of the log itself. false = nothing to do now. */
  private async readMore(): Promise<boolean> {
    const wanted = this.window.wanted(PAGE_ROWS);
    if (wanted.length > 0) {
      this.window.unpark((await this.table.readAgain(wanted)).map((record) => this.counted(record)));
      return true;
    }
    if (this.window.taken >= this.known || !this.window.hasRoom()) return false;
    const page = await this.table.read(this.window.taken, PAGE_ROWS);
    for (const record of page) this.window.admit(this.counted(record));
    return page.length > 0;
  }

  private counted(record: LogRecord): LogRecord {
    const offset = Number(record.offset);
    return offset > this.suspectEnd ? record : { ...record, attempt: (this.attempts.get(offset) ?? 0) + 1 };
  }

  private async begin(batch: readonly LogRecord[]): Promise<readonly LogRecord[]> {
    const suspects = batch.filter(({ offset }) => Number(offset) <= this.suspectEnd && !this.begun.has(Number(offset)));
    if (suspects.length > 0) {
      await this.table.begin(this.consumer.name, suspects);
      for (const { offset } of suspects) this.begun.add(Number(offset));
    }
    return batch;
  }

  private async settled(batch: readonly LogRecord[]): Promise<void> {
    failpoint('log.after-settle');
    void this.fill();
    // Records handled alone are suspects: each that survives is put behind us at once, so that the next start does not count it.
    if (batch.length === 1 && (batch[0]?.attempt ?? 1) > 1) {
      this.save();
      await this.saving;
    }
  }

  private save(): void {
    const mark = this.window.watermark;
    if (mark === this.saved || this.closed) return;
    this.saved = mark;
    this.saving = this.saving
      .then(() => this.store(mark))
      .catch(() => {
        // Redelivery heals a watermark that was not saved; the next one is tried soon.
        this.saved = -1;
      });
  }

  private async store(mark: number): Promise<void> {
    failpoint('log.before-watermark');
    await this.table.saveWatermark(this.consumer.name, mark, false);
    failpoint('log.after-watermark');
    if (this.suspectEnd === 0) return;
    await this.table.forgetAttempts(this.consumer.name, mark);
    if (mark >= this.suspectEnd) this.suspectEnd = 0;
  }
}

/** Every member by its name: a copy of all of them with two more would be of another shape each time, and slow to read. */
function toRecord(record: NewLogRecord, offset: string): LogRecord {
  const { tenant, conversation, connection, eventId, generation, sealed, receivedAt } = record;
  return { tenant, conversation, connection, eventId, generation, sealed, receivedAt, offset, attempt: 1 };
}
