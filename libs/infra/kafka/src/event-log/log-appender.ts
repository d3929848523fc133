import { failpoint } from '@parley/service-kit';
import { EventLogUnavailable, RecordsRefused, type NewLogRecord } from '@parley/ports';
import type { Message } from 'kafkajs';
import { Partitioners } from '../connection/kafkajs.ts';
import { protocolError, sentence } from '../connection/errors.ts';
import type { KafkaOptions } from '../connection/kafka-options.ts';
import type { LogProducer, PlacedMessage } from './log-producer.ts';
import { assertStorable, keyOf, toMessage } from './record-message.ts';

/** Records that wait to be written, and their bytes: beyond, nothing more is promised. */
const MAX_WAITING_ROWS = 20_000;
const MAX_WAITING_BYTES = 64_000_000;
/** What one produce carries, and of it what goes to one partition, which Kafka stores as one batch. */
const MAX_BATCH_ROWS = 1_000;
const MAX_BATCH_BYTES = 8_000_000;
const MAX_PARTITION_BYTES = 900_000;
/** Headers, key, and ids, which stand in both. */
const OVERHEAD_BYTES = 512;
/** What the broker refuses for what it carries: sent again, it is refused again. */
const VALUE_FAULTS: ReadonlySet<string> = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
]);

interface Call {
  /** Until then it may wait for its turn, by `performance.now()`. */
  readonly deadline: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  /** Records of it that are not durable yet. */
  left: number;
  hasFailed: boolean;
}

interface Waiting {
  readonly call: Call;
  readonly message: PlacedMessage;
  readonly bytes: number;
}

/**
 * The log's writer of this process: what arrives while a produce is in flight goes with the next. One produce at a time, so
 * that records of one key keep their order.
 */
export class LogAppender {
  private waiting: Waiting[] = [];
  private waitingBytes = 0;
  private flushing: Promise<void> | null = null;
  private readonly partitionOf: (key: string) => number;

  constructor(
    private readonly producer: Pick<LogProducer, 'send'>,
    private readonly options: Pick<KafkaOptions, 'partitions' | 'appendWithinMs' | 'inject'>,
  ) {
    this.partitionOf = murmur2Of(options.partitions);
  }

  async append(records: readonly NewLogRecord[]): Promise<void> {
    if (records.length === 0) return;
    for (const record of records) assertStorable(record);
    const trace = this.options.inject?.() ?? {};
    const bytes = records.reduce((sum, record) => sum + record.sealed.length + OVERHEAD_BYTES, 0);
    if (this.waiting.length + records.length > MAX_WAITING_ROWS || this.waitingBytes + bytes > MAX_WAITING_BYTES)
      throw new EventLogUnavailable('too many records wait to be written', 'busy');
    await new Promise<void>((resolve, reject) => {
      const deadline = performance.now() + this.options.appendWithinMs;
      const call: Call = { deadline, resolve, reject, left: records.length, hasFailed: false };
      for (const record of records) this.waiting.push(this.place(call, record, trace));
      this.waitingBytes += bytes;
      this.flushing ??= this.flush();
    });
  }

  /** Waits for what was taken. */
  async close(): Promise<void> {
    await this.flushing;
  }

  private place(call: Call, record: NewLogRecord, trace: Readonly<Record<string, string>>): Waiting {
    const message = toMessage(record, trace);
    return {
      call,
      message: { ...message, partition: this.partitionOf(keyOf(record)) },
      bytes: record.sealed.length + OVERHEAD_BYTES,
    };
  }

  private async flush(): Promise<void> {
    // A microtask later, so that all calls of one loop share the first produce as well.
    await Promise.resolve();
    while (this.waiting.length > 0) await this.write(this.takeBatch());
    this.flushing = null;
  }

  private takeBatch(): readonly Waiting[] {
    const ofPartition = new Map<number, number>();
    let [count, bytes] = [0, 0];
    for (const record of this.waiting) {
      const { partition } = record.message;
      const before = ofPartition.get(partition) ?? 0;
      const isFull = before > 0 && before + record.bytes > MAX_PARTITION_BYTES;
      if (count >= MAX_BATCH_ROWS || isFull || (count > 0 && bytes + record.bytes > MAX_BATCH_BYTES)) break;
      ofPartition.set(partition, before + record.bytes);
      bytes += record.bytes;
      count += 1;
    }
    this.waitingBytes -= bytes;
    const batch = this.waiting.splice(0, count);
    const now = performance.now();
    const late = batch.filter(({ call }) => call.deadline < now && !call.hasFailed);
    fail(late, new EventLogUnavailable('Kafka did not answer in time'));
    // The rest of a call that has failed is not written behind its back.
    return batch.filter(({ call }) => !call.hasFailed);
  }

  /** A batch that the broker refuses for what it carries is written again by halves, in order: only the offender fails. */
  private async write(batch: readonly Waiting[]): Promise<void> {
    if (batch.length === 0) return;
    try {
      failpoint('log.before-append');
      await this.producer.send(batch.map(({ message }) => message));
      failpoint('log.after-append');
    } catch (error) {
      if (!VALUE_FAULTS.has(protocolError(error) ?? '') || batch.length === 1) return fail(batch, faultOf(error));
      const half = Math.ceil(batch.length / 2);
      await this.write(batch.slice(0, half));
      return this.write(batch.slice(half).filter(({ call }) => !call.hasFailed));
    }
    for (const { call } of batch) {
      call.left -= 1;
      if (call.left === 0) call.resolve();
    }
  }
}

/** kafkajs' DefaultPartitioner: murmur2 of the key, as every client of Kafka but old ones of kafkajs places it. */
function murmur2Of(partitions: number): (key: string) => number {
  const place = Partitioners.DefaultPartitioner();
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
    partitionId,
    ...{ partitionErrorCode: 0, leader: 0, replicas: [], isr: [] },
  }));
  return (key) => place({ topic: '', partitionMetadata, message: { key, value: null } satisfies Message });
}

function fail(batch: readonly Waiting[], error: Error): void {
  for (const { call } of batch) {
    call.hasFailed = true;
    call.reject(error);
  }
}

function faultOf(error: unknown): Error {
  const type = protocolError(error) ?? '';
  if (error instanceof EventLogUnavailable) return error;
  if (type === 'INVALID_TIMESTAMP') {
    const clock = 'Kafka refuses the time of a record: the clock of this machine or of the broker is wrong';
    return new EventLogUnavailable(clock, 'unreachable', { cause: error });
  }
  if (VALUE_FAULTS.has(type)) return new RecordsRefused(sentence(error), { cause: error });
  return new EventLogUnavailable(sentence(error), 'unreachable', { cause: error });
}
