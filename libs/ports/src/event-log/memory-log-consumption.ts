import type { MemoryLogConsumer, MemoryStore } from '../memory-store.ts';
import type { LogConsumer, LogConsumption, LogRecord } from './event-log.ts';
import { LogDispatcher } from './log-dispatcher.ts';
import { LogWindow } from './log-window.ts';

/** One consumer of a store's log. Abandoned without a drain, it is a process that was killed. */
export class MemoryLogConsumption implements LogConsumption {
  private readonly state: MemoryLogConsumer;
  private readonly window: LogWindow;
  private readonly dispatcher: LogDispatcher;
  private readonly begun = new Set<string>();
  private readonly suspectEnd: number;
  private readonly look = (): void => this.fill();

  constructor(
    private readonly store: MemoryStore,
    consumer: LogConsumer,
  ) {
    this.state = store.logConsumers.get(consumer.name) ?? { watermark: 0, clean: true, attempts: new Map() };
    store.logConsumers.set(consumer.name, this.state);
    this.suspectEnd = this.state.clean ? 0 : store.log.length;
    this.state.clean = false;
    this.window = new LogWindow(this.state.watermark);
    this.dispatcher = new LogDispatcher(this.window, consumer, {
      begin: async (batch) => this.begin(batch),
      settled: () => this.settled(),
    });
    store.logListeners.add(this.look);
    setImmediate(this.look);
  }

  lag(): number {
    return this.store.log.length - this.window.taken + this.window.unsettled;
  }

  async drain(): Promise<void> {
    this.store.logListeners.delete(this.look);
    await this.dispatcher.drain();
    this.settled();
    this.state.clean = true;
  }

  private fill(): void {
    const again = this.window.wanted(Number.MAX_SAFE_INTEGER).map((offset) => this.record(offset));
    this.window.unpark(again);
    while (this.window.taken < this.store.log.length && this.window.hasRoom()) {
      this.window.admit(this.record(this.window.taken + 1));
    }
    this.dispatcher.wake();
  }

  private record(offset: number): LogRecord {
    const record = this.store.log[offset - 1] as LogRecord;
    return offset > this.suspectEnd ? record : { ...record, attempt: (this.state.attempts.get(offset) ?? 0) + 1 };
  }

  private begin(batch: readonly LogRecord[]): readonly LogRecord[] {
    for (const { offset, attempt } of batch) {
      if (Number(offset) > this.suspectEnd || this.begun.has(offset)) continue;
      this.begun.add(offset);
      this.state.attempts.set(Number(offset), attempt);
    }
    return batch;
  }

  private settled(): void {
    this.state.watermark = Math.max(this.state.watermark, this.window.watermark);
    this.fill();
  }
}
