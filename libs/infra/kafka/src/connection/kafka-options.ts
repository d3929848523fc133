import type { ISocketFactory, SASLOptions } from 'kafkajs';

/** PEM texts; empty = the system's authorities, no certificate of our own. */
export interface KafkaTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

export type KafkaSasl = Extract<SASLOptions, { mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512' }>;

/** Told what a person may want to know; never with payloads, ids of people or secrets. */
export type Warn = (event: string, details: Readonly<Record<string, unknown>>) => void;

/** Where the cluster is and how long anything may take. */
export interface KafkaConnection {
  /** `host:port` of some brokers; the others are learnt from them. */
  readonly brokers: readonly string[];
  /** null = plain text. */
  readonly tls: KafkaTls | null;
  readonly sasl: KafkaSasl | null;
  /** Names this service in the cluster's own logs and quotas. */
  readonly clientId: string;
  readonly connectWithinMs: number;
  /** A request that is not answered within this time is asked again. */
  readonly requestWithinMs: number;
  /** Opens the connections; the platform's unless told. */
  readonly socketFactory?: ISocketFactory;
}

export interface KafkaOptions extends KafkaConnection {
  /** Set before topic names and group ids, for several installations on one cluster; e.g. `acme.`. */
  readonly topicPrefix: string;
  /** The partition count, fixed for the topic's life: a conversation would change its partition with it. */
  readonly partitions: number;
  readonly replication: number;
  /** DURABILITY=dev: weaker settings are answered as `amiss`, not refused. */
  readonly isDev: boolean;
  /** Nothing is promised for a record that is not durable by then. */
  readonly appendWithinMs: number;
  /** A process that was not heard of for so long has lost its partitions. */
  readonly sessionMs: number;
  /** Names of the consumers whose watermarks count for `oldestUnprocessedMs`. */
  readonly readers: readonly string[];
  readonly warn: Warn;
  /** `traceparent` and `tracestate` of the work under way, set as headers of its records. */
  readonly inject?: () => Readonly<Record<string, string>>;
  /** How old an answer of `oldestUnprocessedMs` may be, ms; 5 s unless told. */
  readonly oldestKeptMs?: number;
}
