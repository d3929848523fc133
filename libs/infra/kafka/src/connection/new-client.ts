import type { Kafka as KafkaClient, LogEntry } from 'kafkajs';
import { Kafka, logLevel } from './kafkajs.ts';
import type { KafkaConnection, Warn } from './kafka-options.ts';

/** Retries of single requests: few, with jitter, since whoever asks decides how long to go on. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, multiplier: 2, factor: 0.3, retries: 4 };
/** Members of kafkajs' log entries that hold names and numbers, never payloads. */
const HARMLESS = ['broker', 'clientId', 'groupId', 'topic', 'partition', 'retryCount', 'error'] as const;

/** A client of the cluster. Nothing is connected yet. kafkajs' own log is handed to `warn`: warnings and errors, no payloads. */
export function newClient(connection: KafkaConnection, warn: Warn): KafkaClient {
  const { tls, sasl, socketFactory } = connection;
  return new Kafka({
    brokers: [...connection.brokers],
    clientId: connection.clientId,
    connectionTimeout: connection.connectWithinMs,
    authenticationTimeout: connection.connectWithinMs,
    requestTimeout: connection.requestWithinMs,
    ...(tls === null ? {} : { ssl: { ...tls } }),
    ...(sasl === null ? {} : { sasl }),
    ...(socketFactory === undefined ? {} : { socketFactory }),
    retry: RETRY,
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => tell(entry, warn),
  });
}

/** What it says of each idempotent producer that does not try for ever: ours are never used again after a failure (ADR 26). */
const KNOWN = 'Limiting retries for the idempotent producer may invalidate EoS guarantees';

function tell({ namespace, log }: LogEntry, warn: Warn): void {
  if (log.message === KNOWN) return;
  const details: Record<string, unknown> = { from: namespace, message: log.message };
  for (const name of HARMLESS) {
    const value: unknown = log[name];
    if (typeof value === 'string' || typeof value === 'number') details[name] = value;
  }
  warn('kafka.client', details);
}
