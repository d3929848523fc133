import { keyOf, MemoryStore } from '../memory-store.ts';
import { EventLog, RecordsRefused, type LogConsumer, type LogConsumption, type NewLogRecord } from './event-log.ts';
import { MemoryLogConsumption } from './memory-log-consumption.ts';

/** The log as an array. Durable as long as the store lives: a new twin over it is the process after a restart. */
export class MemoryEventLog extends EventLog {
  constructor(private readonly store = new MemoryStore()) {
    super();
  }

  override async append(records: readonly NewLogRecord[]): Promise<void> {
    for (const record of records) {
      if (`${keyOf(record)}${record.connection}${record.eventId}`.split('\0').length > 3) {
        throw new RecordsRefused('no id may hold U+0000');
      }
    }
    const base = this.store.log.length;
    this.store.log.push(...records.map((record, n) => ({ ...record, offset: String(base + n + 1), attempt: 1 })));
    for (const listener of this.store.logListeners) listener();
  }

  override async consume(consumer: LogConsumer): Promise<LogConsumption> {
    return new MemoryLogConsumption(this.store, consumer);
  }

  override async oldestUnprocessedMs(now: number): Promise<number> {
    const watermarks = [...this.store.logConsumers.values()].map((consumer) => consumer.watermark);
    const oldest = this.store.log[watermarks.length === 0 ? 0 : Math.min(...watermarks)];
    return oldest === undefined ? 0 : Math.max(0, now - oldest.receivedAt);
  }
}
