import { randomBytes } from 'node:crypto';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { MongoClient } from 'mongodb';

/** What one message is in the log and in the document store, bytes. */
const RECORD_BYTES = 600;
const ROW_BYTES = 300;
const BATCH = 64;

/** Records a second that kafkajs brings through a topic of one broker: acks=all, batches of 64, consumed again. */
export async function kafkaFloor(brokers: string, seconds: number): Promise<number> {
  const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const topic = `floor-${randomBytes(4).toString('hex')}`;
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 8, replicationFactor: 1 }], waitForLeaders: true });
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  const consumer = kafka.consumer({ groupId: topic });
  await Promise.all([producer.connect(), consumer.connect()]);
  await consumer.subscribe({ topic, fromBeginning: true });
  let consumed = 0;
  await consumer.run({ eachBatch: async ({ batch }) => void (consumed += batch.messages.length) });
  const value = randomBytes(RECORD_BYTES);
  const began = performance.now();
  let produced = 0;
  while (performance.now() < began + seconds * 1000) {
    const messages = Array.from({ length: BATCH }, (_, n) => ({ key: `key-${(produced + n) % 1000}`, value }));
    await producer.send({ topic, acks: -1, messages });
    produced += BATCH;
  }
  while (consumed < produced) await new Promise((resolve) => setTimeout(resolve, 5));
  const elapsed = (performance.now() - began) / 1000;
  await Promise.all([producer.disconnect(), consumer.disconnect(), admin.disconnect()]);
  return Math.round(consumed / elapsed);
}

/** Messages a second for which the rows of chat are inserted: three rows, in batches of 64, each its own collection. */
export async function mongoFloor(url: string, seconds: number): Promise<number> {
  const client = await MongoClient.connect(url);
  const database = client.db(`floor_${randomBytes(4).toString('hex')}`);
  const text = randomBytes(ROW_BYTES / 2).toString('hex');
  const until = performance.now() + seconds * 1000;
  let written = 0;
  while (performance.now() < until) {
    for (const name of ['messages', 'deliveries', 'conversations']) {
      const rows = Array.from({ length: BATCH }, (_, n) => ({ _id: `${name}/${written + n}` as never, text }));
      await database.collection(name).insertMany(rows, { ordered: false, writeConcern: { w: 'majority', j: true } });
    }
    written += BATCH;
  }
  await database.dropDatabase();
  await client.close();
  return Math.round(written / seconds);
}
