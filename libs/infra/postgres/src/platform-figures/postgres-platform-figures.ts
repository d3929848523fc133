import type { Database } from '../database/database.ts';

/** What an operator watches. Times in ms since the epoch; null = there is none. */
export interface PlatformFigures {
  /** Records appended and not yet handled by the slowest consumer. */
  readonly logLag: number;
  readonly oldestUnprocessedAt: number | null;
  readonly oldestRecordAt: number | null;
  readonly pendingDeliveries: number;
  readonly oldestDeliveryAt: number | null;
  /** When the earliest timer is, or was, due. */
  readonly nextWakeUpAt: number | null;
  readonly openOperations: number;
  /** When the earliest operation is, or was, to be looked at. */
  readonly nextOperationAt: number | null;
  readonly quarantined: number;
  readonly quarantinedBytes: number;
  readonly oldestQuarantinedAt: number | null;
  readonly databaseBytes: number;
}

export interface TableSize {
  readonly name: string;
  /** With its indexes. */
  readonly bytes: number;
  /** As of the last autovacuum. */
  readonly aboutRows: number;
}

/** Counts, sizes and times over all tenants: nothing in them is anybody's. */
export class PostgresPlatformFigures {
  constructor(private readonly database: Database) {}

  /** One statement, answered from indexes: some milliseconds while little is pending. */
  async read(): Promise<PlatformFigures> {
    const [row] = await this.database.query<PlatformFiguresRow>(
      { name: 'figures', text: 'select * from parley.figures()' },
      [],
    );
    if (row === undefined) throw new Error('The database answered no figures.');
    return {
      logLag: row.log_lag,
      oldestUnprocessedAt: row.oldest_unprocessed,
      oldestRecordAt: row.oldest_record,
      pendingDeliveries: row.pending_deliveries,
      oldestDeliveryAt: row.oldest_delivery,
      nextWakeUpAt: row.next_wake_up,
      openOperations: row.open_operations,
      nextOperationAt: row.next_operation,
      quarantined: row.quarantined,
      quarantinedBytes: row.quarantined_bytes,
      oldestQuarantinedAt: row.oldest_quarantined,
      databaseBytes: row.database_bytes,
    };
  }

  /** The largest first. */
  async tables(): Promise<readonly TableSize[]> {
    const text = 'select name, bytes, about_rows from parley.table_sizes()';
    const rows = await this.database.query<{ name: string; bytes: number; about_rows: number }>(
      { name: 'table_sizes', text },
      [],
    );
    return rows.map(({ name, bytes, about_rows: aboutRows }) => ({ name, bytes, aboutRows }));
  }
}

interface PlatformFiguresRow {
  log_lag: number;
  oldest_unprocessed: number | null;
  oldest_record: number | null;
  pending_deliveries: number;
  oldest_delivery: number | null;
  next_wake_up: number | null;
  open_operations: number;
  next_operation: number | null;
  quarantined: number;
  quarantined_bytes: number;
  oldest_quarantined: number | null;
  database_bytes: number;
}
