import { failpoint } from '@parley/service-kit';
import { EventLogUnavailable, RecordsRefused, type NewLogRecord } from '@parley/ports';
import { byteaArray, int8Array, textArray } from '../database/binary-array.ts';
import { callOf } from '../database/call.ts';
import { tenantSet } from '../database/database.ts';
import { isValueFault, sentence } from '../database/errors.ts';
import type { Lane } from '../database/lane.ts';

/** Rows that wait for a commit, and their bytes: beyond, nothing more is promised. */
const MAX_WAITING_ROWS = 20_000;
const MAX_WAITING_BYTES = 64_000_000;
/** What one statement carries. */
const MAX_BATCH_ROWS = 1_000;
const MAX_BATCH_BYTES = 8_000_000;

interface Call {
  readonly records: readonly NewLogRecord[];
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Told of records the moment they are durable, with the offset of the first. */
export type HandOver = (records: readonly NewLogRecord[], first: number) => void;

/**
 * The log's one writer here: what arrives within `collectMs`, or while a commit is in flight, goes with the next commit.
 * Each call is whole or not at all.
 */
export class LogAppender {
  private waiting: Call[] = [];
  private waitingRows = 0;
  private waitingBytes = 0;
  private flushing = false;

  constructor(
    private readonly lane: Lane,
    private readonly handOver: HandOver,
    private readonly collectMs: number,
  ) {}

  append(records: readonly NewLogRecord[]): Promise<void> {
    const bytes = records.reduce((sum, record) => sum + record.sealed.length, 0);
    if (this.waitingRows + records.length > MAX_WAITING_ROWS || this.waitingBytes + bytes > MAX_WAITING_BYTES) {
      return Promise.reject(new EventLogUnavailable('too many records wait to be written', 'busy'));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ records, bytes, resolve, reject });
      this.waitingRows += records.length;
      this.waitingBytes += bytes;
      if (this.flushing) return;
      this.flushing = true;
      setTimeout(() => void this.flush(), this.collectMs);
    });
  }

  private async flush(): Promise<void> {
    while (this.waiting.length > 0) await this.write(this.takeBatch());
    this.flushing = false;
  }

  private takeBatch(): readonly Call[] {
    let [rows, bytes, count] = [0, 0, 0];
    for (const call of this.waiting) {
      rows += call.records.length;
      bytes += call.bytes;
      if (count > 0 && (rows > MAX_BATCH_ROWS || bytes > MAX_BATCH_BYTES)) break;
      count += 1;
    }
    const batch = this.waiting.splice(0, count);
    for (const call of batch) {
      this.waitingRows -= call.records.length;
      this.waitingBytes -= call.bytes;
    }
    return batch;
  }

  /** A batch that the engine refuses for what it carries is written again by halves, in order: only the offender fails. */
  private async write(calls: readonly Call[]): Promise<void> {
    try {
      await this.commit(calls.flatMap((call) => call.records));
    } catch (error) {
      if (!isValueFault(error))
        return rejectAll(calls, new EventLogUnavailable(sentence(error), 'unreachable', { cause: error }));
      if (calls.length === 1) return rejectAll(calls, new RecordsRefused(sentence(error), { cause: error }));
      const half = Math.ceil(calls.length / 2);
      await this.write(calls.slice(0, half));
      return this.write(calls.slice(half));
    }
    for (const call of calls) call.resolve();
  }

  private async commit(records: readonly NewLogRecord[]): Promise<void> {
    failpoint('log.before-append');
    const values = appendValues(records);
    const [row] = await this.lane.query<{ answer: number }>(callOf('append_log', values.length), values);
    failpoint('log.after-append');
    this.handOver(records, (row as { answer: number }).answer + 1);
    failpoint('log.after-hand-over');
  }
}

function rejectAll(calls: readonly Call[], error: Error): void {
  for (const call of calls) call.reject(error);
}

function appendValues(records: readonly NewLogRecord[]): readonly (string | Buffer)[] {
  return [
    tenantSet(records.map((record) => record.tenant)),
    textArray(records.map((record) => record.tenant)),
    textArray(records.map((record) => record.conversation)),
    textArray(records.map((record) => record.connection)),
    textArray(records.map((record) => record.eventId)),
    int8Array(records.map((record) => record.generation)),
    int8Array(records.map((record) => record.receivedAt)),
    byteaArray(records.map((record) => record.sealed)),
  ];
}
