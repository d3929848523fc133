import { EventLog, EventLogUnavailable, type LogConsumer, type LogConsumption, type NewLogRecord } from '@parley/ports';
import type { Database } from '../database/database.ts';
import { LogAppender } from './log-appender.ts';
import { PostgresLogConsumption } from './log-consumption.ts';
import { LogTable } from './log-table.ts';

export interface PostgresEventLogOptions {
  /** How long the first record of a commit waits for company, ms. */
  readonly collectMs?: number;
  /** How often a consumer looks for records of other processes, ms. */
  readonly pollMs?: number;
  /** Records behind which the slowest consumer of this process may stay before appends are refused as `busy`. */
  readonly maxLag?: number;
  /** How old an answer of `oldestUnprocessedMs` may be, ms: receivers ask for every webhook. */
  readonly oldestKeptMs?: number;
}

const DEFAULTS = { collectMs: 1, pollMs: 250, maxLag: 200_000, oldestKeptMs: 1_000 };

/** The log as a table with one appender at a time (DURABILITY, rule 6). */
export class PostgresEventLog extends EventLog {
  private readonly options: Required<PostgresEventLogOptions>;
  private readonly table: LogTable;
  private readonly appender: LogAppender;
  private readonly consumptions = new Set<PostgresLogConsumption>();
  private oldest: { readonly receivedAt: number | null; readonly askedAt: number } | null = null;

  constructor(
    private readonly database: Database,
    options: PostgresEventLogOptions = {},
  ) {
    super();
    this.options = { ...DEFAULTS, ...options };
    this.table = new LogTable(database);
    this.appender = new LogAppender(
      database.lane('log'),
      (records, first) => {
        for (const consumption of this.consumptions) consumption.take(records, first);
      },
      this.options.collectMs,
    );
  }

  override async append(records: readonly NewLogRecord[]): Promise<void> {
    if (records.length === 0) return;
    const lag = Math.max(0, ...[...this.consumptions].map((consumption) => consumption.lag()));
    if (lag > this.options.maxLag) throw new EventLogUnavailable(`${lag} records wait to be handled`, 'busy');
    await this.appender.append(records);
  }

  override async consume(consumer: LogConsumer): Promise<LogConsumption> {
    const start = await this.table.startConsumer(consumer.name);
    const consumption = new PostgresLogConsumption(this.table, consumer, start, this.options.pollMs);
    await consumption.open();
    this.consumptions.add(consumption);
    // What was appended here between its look at the end of the log and now was handed to nobody.
    void consumption.poll();
    return {
      lag: () => consumption.lag(),
      drain: async () => {
        this.consumptions.delete(consumption);
        await consumption.drain();
      },
    };
  }

  override async oldestUnprocessedMs(now: number): Promise<number> {
    if (this.oldest === null || Math.abs(now - this.oldest.askedAt) >= this.options.oldestKeptMs) {
      this.oldest = { receivedAt: await this.table.oldestUnprocessed(), askedAt: now };
    }
    return this.oldest.receivedAt === null ? 0 : Math.max(0, now - this.oldest.receivedAt);
  }
}
