import type { LogRecord } from '@parley/ports';
import { int8Array, textArray } from '../database/binary-array.ts';
import type { Database } from '../database/database.ts';

interface LogRow {
  readonly id: number;
  readonly tenant: string;
  readonly conversation: string;
  readonly connection: string;
  readonly event_id: string;
  readonly generation: number;
  readonly received_at: number;
  readonly sealed: Buffer;
}

/** Where a consumer stands, as found at its start. */
export interface ConsumerStart {
  readonly watermark: number;
  /** The process before this one ended by draining. */
  readonly clean: boolean;
}

/** The statements of a consumer of the log. */
export class LogTable {
  constructor(private readonly database: Database) {}

  async end(): Promise<number> {
    const [row] = await this.database.query<{ last: number }>(
      { name: 'log-end', text: 'select parley.log_end() as last' },
      [],
    );
    return row?.last ?? 0;
  }

  async read(after: number, most: number): Promise<readonly LogRecord[]> {
    const text = 'select * from parley.read_log($1, $2)';
    return (await this.database.query<LogRow>({ name: 'read-log', text }, [after, most])).map(toRecord);
  }

  async readAgain(offsets: readonly number[]): Promise<readonly LogRecord[]> {
    const text = 'select * from parley.read_log_records($1)';
    return (await this.database.query<LogRow>({ name: 'read-log-records', text }, [int8Array(offsets)])).map(toRecord);
  }

  /** When the oldest record that some consumer has still to handle was received, ms; null = none. */
  async oldestUnprocessed(): Promise<number | null> {
    const text = 'select parley.oldest_unprocessed() as at';
    const [row] = await this.database.query<{ at: number | null }>({ name: 'oldest-unprocessed', text }, []);
    return row?.at ?? null;
  }

  /** Where the consumer stands; from now on its end counts as unclean until it says otherwise. A new one starts at the beginning. */
  async startConsumer(consumer: string): Promise<ConsumerStart> {
    const text = `with before as (select watermark, clean from log_consumers where consumer = $1),
      mark as (
        insert into log_consumers (consumer, watermark, clean) values ($1, 0, false)
        on conflict (consumer) do update set clean = false
      )
      select coalesce((select watermark from before), 0) as watermark, coalesce((select clean from before), true) as clean`;
    const [row] = await this.database.query<{ watermark: number; clean: boolean }>({ name: 'start-consumer', text }, [
      consumer,
    ]);
    return row ?? { watermark: 0, clean: true };
  }

  /** Never moves a watermark back: two overlapping consumers of one name may both save theirs. */
  async saveWatermark(consumer: string, watermark: number, clean: boolean): Promise<void> {
    const text = `insert into log_consumers as c (consumer, watermark, clean) values ($1, $2, $3)
      on conflict (consumer) do update set watermark = greatest(c.watermark, excluded.watermark), clean = excluded.clean`;
    await this.database.query({ name: 'save-watermark', text }, [consumer, watermark, clean]);
  }

  /** How often records after the watermark were begun, by offset. */
  async attempts(consumer: string, after: number): Promise<ReadonlyMap<number, number>> {
    const text =
      'select id, max(attempt)::bigint as attempt from log_attempts where consumer = $1 and id > $2 group by id';
    const rows = await this.database.query<{ id: number; attempt: number }>({ name: 'log-attempts', text }, [
      consumer,
      after,
    ]);
    return new Map(rows.map((row) => [row.id, row.attempt]));
  }

  /** Durable before the records are handled: a process that dies in them has been counted. */
  async begin(consumer: string, records: readonly LogRecord[]): Promise<void> {
    const text = `insert into log_attempts (consumer, id, attempt)
      select c, id, attempt from unnest($1::text[], $2::bigint[], $3::bigint[]) as b(c, id, attempt) on conflict do nothing`;
    await this.database.query({ name: 'begin-records', text }, [
      textArray(records.map(() => consumer)),
      int8Array(records.map((record) => Number(record.offset))),
      int8Array(records.map((record) => record.attempt)),
    ]);
  }

  async forgetAttempts(consumer: string, upTo: number): Promise<void> {
    const text = 'delete from log_attempts where consumer = $1 and id <= $2';
    await this.database.query({ name: 'forget-attempts', text }, [consumer, upTo]);
  }
}

function toRecord(row: LogRow): LogRecord {
  return {
    offset: String(row.id),
    attempt: 1,
    tenant: row.tenant,
    conversation: row.conversation,
    connection: row.connection,
    eventId: row.event_id,
    generation: row.generation,
    receivedAt: row.received_at,
    sealed: row.sealed,
  };
}
