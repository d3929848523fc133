import { topics } from '@parley/contracts';
import { KafkaAdmin } from './connection/admin.ts';
import { isRefusal, sentence } from './connection/errors.ts';
import type { KafkaOptions } from './connection/kafka-options.ts';
import { KafkaProblem } from './connection/kafka-problem.ts';
import { newClient } from './connection/new-client.ts';
import { within } from './connection/time-limit.ts';
import { KafkaEventLog } from './event-log/kafka-event-log.ts';
import { LogProducer } from './event-log/log-producer.ts';
import { ensureTopic } from './topic/ensure-topic.ts';

export interface OpenKafka {
  readonly log: KafkaEventLog;
  /** What is less durable than demanded, a sentence each (DURABILITY=dev); empty = as demanded. */
  readonly amiss: readonly string[];
  /** Rejects with a `KafkaProblem` unless records could be appended now. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Connects, creates the topic if there is none, checks it. Throws a `KafkaProblem` when no broker answers or the topic is not as demanded. */
export async function openKafka(options: KafkaOptions): Promise<OpenKafka> {
  const topic = `${options.topicPrefix}${inboundTopic()}`;
  const client = newClient(options, options.warn);
  const admin = new KafkaAdmin(client);
  const producer = new LogProducer(client, topic, options);
  const close = async (): Promise<void> => {
    await Promise.all([producer.close(), admin.close()]);
  };
  try {
    const amiss = await ensureTopic(admin, topic, options);
    await producer.connect();
    const log = new KafkaEventLog({ client, admin, producer, topic }, options);
    return {
      log,
      amiss,
      check: () => check(admin, topic, options),
      close: async () => {
        await log.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    if (error instanceof KafkaProblem) throw error;
    throw unreachable(options, error);
  }
}

function inboundTopic(): string {
  const [inbound] = topics;
  if (inbound === undefined) throw new Error('there is no topic');
  return inbound.topic;
}

/** Whether every partition has a leader and as many replicas in sync as an append asks for. */
async function check(admin: KafkaAdmin, topic: string, options: KafkaOptions): Promise<void> {
  const asked = admin.ask((cluster) => cluster.fetchTopicMetadata({ topics: [topic] }));
  const late = (): Error => new Error(`no answer within ${options.connectWithinMs} ms`);
  const { topics: found } = await within(asked, options.connectWithinMs, late).catch((error: unknown) => {
    throw unreachable(options, error);
  });
  const inSync = options.isDev ? 1 : 2;
  const weak = found
    .flatMap(({ partitions }) => partitions)
    .filter(({ leader, isr }) => leader < 0 || isr.length < inSync);
  if (weak.length === 0) return;
  const ids = weak.map(({ partitionId }) => partitionId).join(', ');
  throw new KafkaProblem(
    `${topic}: partitions ${ids} have fewer than ${inSync} replicas in sync: nothing can be appended to them.`,
  );
}

function unreachable({ brokers }: KafkaOptions, error: unknown): KafkaProblem {
  const says = isRefusal(error) ? 'refuses KAFKA_USERNAME and KAFKA_PASSWORD' : 'does not answer';
  return new KafkaProblem(`Kafka at ${brokers.join(', ')} ${says}: ${sentence(error)}`, { cause: error, isAway: true });
}
