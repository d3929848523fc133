/**
 * The log that every stimulus enters: durable append, key-ordered consumption, one contiguous watermark.
 * Embedded: a PostgreSQL table with one appender at a time. Distributed: Kafka topic message.inbound.v1.
 */
export abstract class EventLog {
  /**
   * Durable for all records when it resolves; records of one key keep their order. Rejects with `EventLogUnavailable`
   * when nothing can be promised (the caller answers 503), and with `RecordsRefused` when no repetition would help.
   */
  abstract append(records: readonly NewLogRecord[]): Promise<void>;

  /** Starts consuming from the watermark. One consumption for each consumer name and process. */
  abstract consume(consumer: LogConsumer): Promise<LogConsumption>;

  /** Age of the oldest record behind no watermark, ms; 0 when all is handled. Receivers answer 503 past half of retention. */
  abstract oldestUnprocessedMs(now: number): Promise<number>;
}

export interface NewLogRecord {
  readonly tenant: string;
  /** The key: records of one conversation are handled one at a time, in order of append. */
  readonly conversation: string;
  readonly connection: string;
  readonly eventId: string;
  /** Generation of the conversation key that sealed the body. */
  readonly generation: number;
  /** The sealed stimulus body: canonical bytes under AES-256-GCM. */
  readonly sealed: Uint8Array;
  /** ms since the epoch. */
  readonly receivedAt: number;
}

export interface LogRecord extends NewLogRecord {
  /** Position in the log, ascending in order of append; a decimal string (64 bit). */
  readonly offset: string;
  /**
   * How often a process has begun this record, this time included. Counted only for what lay unhandled at an unclean
   * start (else 1): a stimulus that kills its process is known by it, and handled alone from the third time on.
   */
  readonly attempt: number;
  /** W3C `traceparent` of the append, if the log carries one. */
  readonly trace?: string;
}

export interface LogConsumer {
  readonly name: string;
  /** Batches under way at once. */
  readonly lanes: number;
  /** At most one record of a conversation is in any batch under way. */
  readonly maxBatch: number;
  /** Batches that are not full begin no sooner after each other, ms: what comes meanwhile goes along. The first one waits for nothing. */
  readonly everyMs?: number;
  /** Resolves when every record of the batch is settled. A rejection pauses: the same records come again, nothing is skipped. */
  readonly handle: (batch: readonly LogRecord[]) => Promise<void>;
  /** Told of each rejection before the pause. */
  readonly onPause?: (error: unknown, retryInMs: number) => void;
}

export interface LogConsumption {
  /** Stops taking, waits for what is under way, saves the watermark. */
  drain(): Promise<void>;
  /** Records appended and not yet settled, as far as this process knows. */
  lag(): number;
}

/** The log cannot promise durability now: nothing was acknowledged, though it may have been written. */
export class EventLogUnavailable extends Error {
  override readonly name = 'EventLogUnavailable';

  constructor(
    message: string,
    /** `busy`: too much is waiting already; come again later. */
    readonly reason: 'unreachable' | 'busy' = 'unreachable',
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What these records carry can never be stored (a U+0000 in an id, say). */
export class RecordsRefused extends Error {
  override readonly name = 'RecordsRefused';
}
