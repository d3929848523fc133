import { jest } from '@jest/globals';
import { describeEngine } from '@parley/testing';
import type { LogConsumer, LogRecord, NewLogRecord } from '@parley/ports';
import { KafkaProblem } from '../connection/kafka-problem.ts';
import { newClient } from '../connection/new-client.ts';
import type { KafkaOptions } from '../connection/kafka-options.ts';
import { Administrator, KafkaProcess, testOptions } from '../testing/kafka-process.ts';
import { readNote } from './commit-note.ts';

const range = (length: number): readonly number[] => Array.from({ length }, (_, n) => n + 1);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const never = (): Promise<void> => new Promise(() => undefined);
const record = (conversation: string, n: number): NewLogRecord => ({
  ...{ tenant: 'acme', conversation, connection: 'k1', eventId: `web:${conversation}-${String(n).padStart(5, '0')}` },
  ...{ generation: 1, sealed: new Uint8Array(16), receivedAt: Date.now() },
});
const idsOf = (records: readonly LogRecord[]): readonly string[] => records.map(({ eventId }) => eventId);

async function until(holds: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> {
  for (const since = Date.now(); !(await holds()); await pause(10)) {
    if (Date.now() - since > withinMs) throw new Error(`it did not come about within ${withinMs} ms`);
  }
}

describeEngine('kafka', 'consuming from Kafka', (brokers) => {
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

  const topic = (): string => `${topicPrefix}message.inbound.v1`;
  const open = async (changes: Partial<KafkaOptions> = {}): Promise<KafkaProcess> => {
    const process = await new KafkaProcess(brokers, { topicPrefix, ...changes }).open();
    processes.push(process);
    return process;
  };
  const watch = async ({ log }: KafkaProcess, changes: Partial<LogConsumer> = {}) => {
    const seen: LogRecord[] = [];
    const alarms: unknown[] = [];
    const consumption = await log.consume({
      ...{ name: 'ingest', lanes: 2, maxBatch: 1, onPause: (error: unknown) => void alarms.push(error) },
      ...changes,
      handle: async (batch) => {
        await changes.handle?.(batch);
        seen.push(...batch);
      },
    });
    return { consumption, seen, alarms };
  };
  const commit = async () => {
    const groupId = `${topic()}.ingest`;
    const [found] = await administrator.admin.ask((admin) => admin.fetchOffsets({ groupId, topics: [topic()] }));
    return found?.partitions.find(({ partition }) => partition === 0);
  };
  const committed = async (): Promise<string | undefined> => (await commit())?.offset;
  const deleteUpTo = (offset: string): Promise<void> =>
    administrator.admin.ask(async (admin) => {
      // kafkajs deletes only where it has looked before.
      await admin.fetchTopicOffsets(topic());
      await admin.deleteTopicRecords({ topic: topic(), partitions: [{ partition: 0, offset }] });
    });

  it('rule 18: has its place in the group again when the wall clock was set back', async () => {
    const reader = await open({ sessionMs: 6_000 });
    const { seen } = await watch(reader);
    const now = Date.now;
    const ahead = jest.spyOn(Date, 'now').mockImplementation(() => now() + 3_600_000);
    // A heartbeat each second.
    await pause(2_500);
    ahead.mockRestore();
    // Longer than a session.
    await pause(7_500);
    await reader.log.append([record('c', 1)]);
    await until(async () => (await committed()) === '1');
    expect(idsOf(seen)).toContain('web:c-00001');
  }, 60_000);

  it('rule 18: commits only what is settled without a gap, and goes on there after a death', async () => {
    const first = await open();
    await first.log.append(range(10).map((n) => record(`c${n}`, n)));
    const before = await watch(first, {
      handle: ([only]) => (only?.conversation === 'c3' ? never() : Promise.resolve()),
    });
    await until(() => before.seen.length === 9);
    await until(async () => (await committed()) === '2');
    await pause(600);
    expect(await committed()).toBe('2');
    first.kill();
    await administrator.forget(first);
    const after = await watch(await open());
    await until(() => after.consumption.lag() === 0);
    await after.consumption.drain();
    expect(idsOf(after.seen)).toEqual(range(8).map((n) => record(`c${n + 2}`, n + 2).eventId));
    expect(await committed()).toBe('10');
  });

  it('shares partitions between processes; when one dies the other takes over: nothing is lost, and order is kept', async () => {
    const [one, two] = [await open({ partitions: 6 }), await open({ partitions: 6 })];
    const writer = await open({ partitions: 6 });
    const [dying, living] = await Promise.all([watch(one, { maxBatch: 8 }), watch(two, { maxBatch: 8 })]);
    const ownsHalf = ({ log }: KafkaProcess): boolean => log.figures().get('ingest')?.length === 3;
    await until(() => ownsHalf(one) && ownsHalf(two));
    const talks = range(12).map((n) => `c${n}`);
    for (const n of range(100)) {
      await writer.log.append(talks.map((talk) => record(talk, n)));
      if (n === 50) one.kill();
      await pause(5);
    }
    const dead = [...dying.seen];
    const wanted = talks.flatMap((talk) => range(100).map((n) => record(talk, n).eventId));
    await until(() => new Set([...idsOf(dead), ...idsOf(living.seen)]).size === wanted.length);
    await living.consumption.drain();
    expect(dead.length).toBeGreaterThan(0);
    for (const talk of talks) {
      for (const seen of [dead, living.seen]) {
        const order = [...new Set(idsOf(seen.filter(({ conversation }) => conversation === talk)))];
        expect(order).toEqual([...order].sort());
      }
    }
  }, 60_000);

  it('reads no further than its window holds, and goes on when half of it is settled', async () => {
    const process = await open();
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const { consumption, seen } = await watch(process, { lanes: 2, maxBatch: 500, handle: () => gate });
    for (const page of range(3)) {
      await process.log.append(range(7_500).map((n) => record(`c${page}-${n}`, n)));
    }
    const figures = () => process.log.figures().get('ingest')?.[0];
    await until(() => figures()?.isPaused === true && consumption.lag() === 22_500);
    release();
    await until(() => consumption.lag() === 0);
    await consumption.drain();
    expect(seen).toHaveLength(22_500);
    expect(new Set(idsOf(seen)).size).toBe(22_500);
  }, 60_000);

  it('rule 18: stops with an alarm, and resets nothing, when its place was deleted while nobody read', async () => {
    const process = await open();
    const before = await watch(process);
    await process.log.append(range(5).map((n) => record('c', n)));
    await until(() => before.seen.length === 5);
    await before.consumption.drain();
    await process.log.append(range(5).map((n) => record('c', n + 5)));
    await deleteUpTo('8');
    const after = await watch(process);
    await pause(1_000);
    expect(after.seen).toEqual([]);
    expect(after.alarms).toEqual([expect.any(KafkaProblem)]);
    expect(String(after.alarms[0])).toContain('is to go on at offset 5');
    expect(process.log.figures().get('ingest')).toMatchObject([{ partition: 0, lag: 2, isStopped: true }]);
    await after.consumption.drain();
    expect(await committed()).toBe('5');
  });

  it('rule 18: stops with an alarm, and undoes what kafkajs resets, when its place is deleted while it reads', async () => {
    const [process, writer] = [await open(), await open()];
    const { consumption, seen, alarms } = await watch(process);
    await writer.log.append(range(5).map((n) => record('c', n)));
    await until(async () => (await committed()) === '5');
    process.deafen(true);
    await writer.log.append(range(5).map((n) => record('c', n + 5)));
    await deleteUpTo('8');
    process.deafen(false);
    await until(() => alarms.length > 0);
    await until(async () => (await committed()) === '5');
    await pause(500);
    expect(seen).toHaveLength(5);
    expect(await committed()).toBe('5');
    await consumption.drain();
    expect(await committed()).toBe('5');
  }, 40_000);

  it('rule 18: takes a place that kafkajs has overwritten for lost, not for new', async () => {
    const process = await open();
    const before = await watch(process);
    await process.log.append(range(5).map((n) => record('c', n)));
    await until(() => before.seen.length === 5);
    await before.consumption.drain();
    const groupId = `${topic()}.ingest`;
    await administrator.admin.ask((admin) => admin.resetOffsets({ groupId, topic: topic(), earliest: true }));
    expect(await committed()).toBe('-2');
    const after = await watch(process);
    await pause(500);
    await after.consumption.drain();
    expect([after.seen, String(after.alarms[0])]).toEqual([[], expect.stringContaining('a position that was lost')]);
  });

  it('stops with an alarm at a record that is none of ours, after those before it', async () => {
    const process = await open();
    await process.log.append(range(3).map((n) => record('c', n)));
    const stranger = newClient(testOptions(brokers), () => undefined).producer();
    await stranger.connect();
    await stranger.send({ topic: topic(), messages: [{ key: 'x', value: 'no protobuf' }] });
    await stranger.disconnect();
    await process.log.append([record('c', 4)]);
    const { consumption, seen, alarms } = await watch(process);
    await until(() => alarms.length > 0 && seen.length === 3);
    await pause(300);
    await consumption.drain();
    expect(String(alarms[0])).toContain('none of ours');
    expect([seen.length, await committed()]).toEqual([3, '3']);
  });

  it('rule 19: a rejection is no death: it is not counted when the process dies later', async () => {
    const first = await open();
    await first.log.append([record('c', 1)]);
    await watch(first, { name: 'ingest', handle: never });
    first.kill();
    await administrator.forget(first);
    const second = await open();
    let rejections = 0;
    await watch(second, {
      handle: () => {
        rejections += 1;
        return Promise.reject(new Error('the store is away'));
      },
    });
    await until(() => rejections >= 4);
    await until(async () => readNote((await commit())?.metadata ?? null, 0).attempts.size === 0);
    second.kill();
    await administrator.forget(second);
    const third = await watch(await open());
    await until(() => third.seen.length === 1);
    await third.consumption.drain();
    expect(third.seen[0]?.attempt).toBe(1);
  });
});
