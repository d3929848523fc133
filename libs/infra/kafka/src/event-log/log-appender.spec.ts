import { randomUUID } from 'node:crypto';
import { describeEngine } from '@parley/testing';
import { EventLogUnavailable, RecordsRefused, type LogRecord, type NewLogRecord } from '@parley/ports';
import type { KafkaMessage } from 'kafkajs';
import { newClient } from '../connection/new-client.ts';
import type { KafkaOptions } from '../connection/kafka-options.ts';
import { Administrator, KafkaProcess, testOptions } from '../testing/kafka-process.ts';
import { MAX_SEALED_BYTES } from './record-message.ts';

const range = (length: number): readonly number[] => Array.from({ length }, (_, n) => n + 1);
const record = (n: number, changes: Partial<NewLogRecord> = {}): NewLogRecord => ({
  ...{ tenant: 'acme', conversation: 'c1', connection: 'k1', eventId: `web:${n}`, generation: 1 },
  ...{ sealed: new Uint8Array(16), receivedAt: Date.now() },
  ...changes,
});

describeEngine('kafka', 'appending to Kafka', (brokers) => {
  const administrator = new Administrator(brokers);
  let topicPrefix: string;
  const processes: KafkaProcess[] = [];
  beforeEach(() => {
    topicPrefix = testOptions(brokers).topicPrefix;
  });
  afterEach(async () => {
    await Promise.all(processes.splice(0).map((process) => process.close()));
    await administrator.tidy(topicPrefix);
  });
  afterAll(() => administrator.close());
  const open = async (changes: Partial<KafkaOptions> = {}): Promise<KafkaProcess> => {
    const process = await new KafkaProcess(brokers, { topicPrefix, ...changes }).open();
    processes.push(process);
    return process;
  };
  const topic = (): string => `${topicPrefix}message.inbound.v1`;
  const count = async (): Promise<number> => {
    const bounds = await administrator.admin.ask((admin) => admin.fetchTopicOffsets(topic()));
    return bounds.reduce((sum, { high }) => sum + Number(high), 0);
  };

  it('does not take a record for a repetition of the one before, of which nothing was heard', async () => {
    const process = await open({ appendWithinMs: 1_000, requestWithinMs: 100 });
    await process.log.append([record(1)]);
    process.deafen(true);
    await expect(process.log.append([record(2)])).rejects.toThrow(EventLogUnavailable);
    // Until kafkajs has given up too, and has taken back the sequence number that the broker has already seen.
    await pause(2_500);
    process.deafen(false);
    await process.log.append([record(3)]);
    const seen = (await readAll(process)).map(({ eventId }) => eventId);
    expect([...new Set(seen)]).toEqual(['web:1', 'web:2', 'web:3']);
  });

  it('keeps nobody waiting for long while Kafka does not answer, however many are before him', async () => {
    const process = await open({ appendWithinMs: 1_000, requestWithinMs: 300 });
    process.deafen(true);
    const since = Date.now();
    const calls = range(5_000).map((n) => process.log.append([record(n)]));
    const ends = await Promise.allSettled(calls);
    process.deafen(false);
    expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(['rejected']));
    expect(Date.now() - since).toBeLessThan(4_000);
  });

  it('answers busy, not with growing memory, when records come faster than they can be written', async () => {
    const { log } = await open();
    const calls = range(25).map((call) => log.append(range(1_000).map((n) => record(call * 1_000 + n))));
    const ends = await Promise.allSettled(calls);
    const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as EventLogUnavailable] : []));
    expect(refused.map(({ reason }) => reason)).toEqual(range(5).map(() => 'busy'));
    expect(await count()).toBe(20_000);
  });

  it('writes what no single batch of Kafka holds, in order', async () => {
    const process = await open();
    const sealed = new Uint8Array(250_000).fill(1);
    await process.log.append(range(12).map((n) => record(n, { sealed })));
    expect((await readAll(process)).map(({ eventId }) => eventId)).toEqual(range(12).map((n) => `web:${n}`));
  });

  it('rule 15: refuses what can never be stored before anything is sent', async () => {
    const { log } = await open();
    const never: readonly Partial<NewLogRecord>[] = [
      { conversation: 'nul\0' },
      { eventId: 'half \ud800' },
      { connection: 'k'.repeat(3_000) },
      { sealed: new Uint8Array(MAX_SEALED_BYTES + 1) },
      { generation: -1 },
      { receivedAt: 1.5 },
    ];
    for (const changes of never) await expect(log.append([record(1, changes)])).rejects.toThrow(RecordsRefused);
    await log.append([record(1, { sealed: new Uint8Array(MAX_SEALED_BYTES) })]);
    expect(await count()).toBe(1);
  });

  it('rule 15: what the broker alone refuses fails its caller alone; a wrong clock is nobody’s last word', async () => {
    const { log } = await open();
    const daysAgo = Date.now() - 3 * 86_400_000;
    const calls = range(9).map((n) => log.append([record(n, n === 5 ? { receivedAt: daysAgo } : {})]));
    const ends = await Promise.allSettled(calls);
    expect(ends.map(({ status }) => status).filter((status) => status === 'fulfilled')).toHaveLength(8);
    await expect(calls[4]).rejects.toMatchObject({
      name: 'EventLogUnavailable',
      message: expect.stringContaining('clock'),
    });
    expect(await count()).toBe(8);
  });

  it('says who, what and when in the headers, as CloudEvents, and carries the trace to the consumer', async () => {
    const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const process = await open({ inject: () => ({ traceparent: trace, tracestate: 'a=b' }) });
    const receivedAt = Date.now();
    await process.log.append([record(1, { eventId: 'slack:T1.2', receivedAt })]);
    const message = await firstOf(topic());
    const headers = Object.fromEntries(Object.entries(message.headers ?? {}).map(([k, v]) => [k, String(v)]));
    expect(headers).toEqual({
      'content-type': 'application/protobuf',
      ...{ ce_specversion: '1.0', ce_id: 'slack:T1.2', ce_source: '/parley/slack' },
      ...{ ce_type: 'parley.message.inbound.v1', ce_time: new Date(receivedAt).toISOString() },
      ...{ ce_dataschema: 'parley/message/v1/inbound_stimulus.proto', ce_partitionkey: 'acme/c1' },
      ...{ traceparent: trace, tracestate: 'a=b' },
    });
    expect([message.key?.toString(), message.timestamp]).toEqual(['acme/c1', String(receivedAt)]);
    expect((await readAll(process)).map((one) => one.trace)).toEqual([trace]);
  });

  it('places keys as every client of Kafka does: by murmur2', async () => {
    const { log } = await open({ partitions: 32 });
    await log.append(range(8).map((n) => record(n, { conversation: `c${n}` })));
    const bounds = await administrator.admin.ask((admin) => admin.fetchTopicOffsets(topic()));
    const used = bounds.filter(({ high }) => high !== '0').map(({ partition }) => partition);
    // org.apache.kafka.common.utils.Utils.toPositive(murmur2("acme/c1" … "acme/c8")) % 32
    expect(used.sort((a, b) => a - b)).toEqual([2, 12, 13, 17, 20, 27, 30]);
  });

  async function readAll({ log }: KafkaProcess): Promise<readonly LogRecord[]> {
    const seen: LogRecord[] = [];
    const consumption = await log.consume({
      ...{ name: 'all', lanes: 1, maxBatch: 1 },
      handle: async (batch) => void seen.push(...batch),
    });
    while (consumption.lag() > 0) await pause(10);
    await consumption.drain();
    return seen;
  }

  async function firstOf(name: string): Promise<KafkaMessage> {
    const client = newClient(testOptions(brokers), () => undefined);
    const consumer = client.consumer({ groupId: `${topicPrefix}${randomUUID()}`, maxWaitTimeInMs: 100 });
    await consumer.connect();
    await consumer.subscribe({ topic: name, fromBeginning: true });
    const message = await new Promise<KafkaMessage>((resolve) => {
      void consumer.run({ autoCommit: false, eachMessage: async (payload) => resolve(payload.message) });
    });
    await consumer.disconnect();
    return message;
  }
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
