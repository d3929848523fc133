import type { LogRecord } from './event-log.ts';
import type { RecordSource } from './log-dispatcher.ts';

/**
 * Several windows as one, for a log in partitions: they take turns, record by record. A window that is removed hands out
 * nothing more; what it has handed out already is settled and given back to it all the same.
 */
export class LogWindows<Window extends RecordSource> implements RecordSource {
  private windows: readonly Window[] = [];
  /** Which window has the next turn. */
  private turn = 0;
  private readonly home = new WeakMap<LogRecord, Window>();

  add(window: Window): void {
    this.windows = [...this.windows, window];
  }

  clear(): void {
    this.windows = [];
    this.turn = 0;
  }

  /** The window that handed out this record. */
  homeOf(record: LogRecord): Window {
    const window = this.home.get(record);
    if (window === undefined) throw new Error(`record ${record.offset} was not handed out here`);
    return window;
  }

  get waiting(): number {
    return this.windows.reduce((sum, window) => sum + window.waiting, 0);
  }

  peek(): LogRecord | undefined {
    return this.next()?.peek();
  }

  take(most: number, goesAlone: (record: LogRecord) => boolean): readonly LogRecord[] {
    const batch: LogRecord[] = [];
    while (batch.length < most) {
      const window = this.next();
      const [record] =
        window === undefined || this.endsBefore(window, batch, goesAlone) ? [] : window.take(1, goesAlone);
      if (window === undefined || record === undefined) break;
      this.home.set(record, window);
      this.turn = (this.windows.indexOf(window) + 1) % this.windows.length;
      batch.push(record);
      if (goesAlone(record)) break;
    }
    return batch;
  }

  settle(batch: readonly LogRecord[]): void {
    for (const [window, records] of this.byWindow(batch)) window.settle(records);
  }

  giveBack(batch: readonly LogRecord[]): void {
    for (const [window, records] of this.byWindow(batch)) window.giveBack(records);
  }

  byWindow(batch: readonly LogRecord[]): ReadonlyMap<Window, readonly LogRecord[]> {
    const parts = new Map<Window, LogRecord[]>();
    for (const record of batch) {
      const window = this.homeOf(record);
      const part = parts.get(window);
      if (part === undefined) parts.set(window, [record]);
      else part.push(record);
    }
    return parts;
  }

  /** A record that goes alone opens a batch, never joins one. */
  private endsBefore(window: Window, batch: readonly LogRecord[], goesAlone: (record: LogRecord) => boolean): boolean {
    const record = window.peek();
    return batch.length > 0 && record !== undefined && goesAlone(record);
  }

  private next(): Window | undefined {
    for (let step = 0; step < this.windows.length; step += 1) {
      const window = this.windows[(this.turn + step) % this.windows.length];
      if (window?.peek() !== undefined) return window;
    }
    return undefined;
  }
}
