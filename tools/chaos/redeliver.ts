import { randomBytes } from 'node:crypto';
import kafkajs, { type Kafka, type KafkaMessage, type Message } from 'kafkajs';
import { Chance } from '../oracle/chance.ts';

/** Of each partition the newest so many come again. */
const MOST_OF_PARTITION = 100;
const LOOK_EVERY_MS = 20;
const READ_WITHIN_MS = 60_000;

/**
 * Puts the newest records of a topic into it once more: those of one key in their order, the keys mixed otherwise than before. For
 * whoever reads it everything comes a second time, long after what followed it. Answers how many.
 */
export async function redeliver(brokers: string, topic: string, seed: number): Promise<number> {
  const kafka = new kafkajs.Kafka({ brokers: brokers.split(','), logLevel: kafkajs.logLevel.NOTHING });
  const records = await newestOf(kafka, topic);
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    await producer.send({ topic, acks: -1, messages: mixed(records.map(copyOf), new Chance(seed)) });
  } finally {
    await producer.disconnect();
  }
  return records.length;
}

/** In the order of offsets, partition by partition. */
async function newestOf(kafka: Kafka, topic: string): Promise<readonly KafkaMessage[]> {
  const ends = await endsOf(kafka, topic);
  const found = new Map([...ends.keys()].map((partition) => [partition, [] as KafkaMessage[]]));
  const missing = new Set([...ends].filter(([, end]) => end > 0).map(([partition]) => partition));
  const consumer = kafka.consumer({ groupId: `again-${randomBytes(4).toString('hex')}` });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition, message }) => {
        const end = ends.get(partition) ?? 0;
        if (Number(message.offset) < end) found.get(partition)?.push(message);
        if (Number(message.offset) >= end - 1) missing.delete(partition);
      },
    });
    const deadline = performance.now() + READ_WITHIN_MS;
    while (missing.size > 0) {
      if (performance.now() > deadline)
        throw new Error(
          `${topic}: the end of partition ${[...missing].join(', ')} was not read in ${READ_WITHIN_MS} ms`,
        );
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  } finally {
    await consumer.disconnect();
  }
  return [...found.values()].flatMap((records) => records.slice(-MOST_OF_PARTITION));
}

/** By partition, the offset that its next record gets. */
async function endsOf(kafka: Kafka, topic: string): Promise<ReadonlyMap<number, number>> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const offsets = await admin.fetchTopicOffsets(topic);
    return new Map(offsets.map(({ partition, high }) => [partition, Number(high)]));
  } finally {
    await admin.disconnect();
  }
}

function copyOf({ key, value, headers, timestamp }: KafkaMessage): Message {
  return { key, value, timestamp, ...(headers !== undefined && { headers }) };
}

/** Whose turn it is among the keys is left to chance. */
function mixed(messages: readonly Message[], chance: Chance): Message[] {
  const byKey = new Map<string, Message[]>();
  for (const message of messages) {
    const key = String(message.key);
    byKey.set(key, [...(byKey.get(key) ?? []), message]);
  }
  const queues = [...byKey.values()];
  const result: Message[] = [];
  while (queues.length > 0) {
    const turn = chance.below(queues.length);
    const next = queues[turn]?.shift();
    if (next === undefined) queues.splice(turn, 1);
    else result.push(next);
  }
  return result;
}
