import type { LogRecord } from '@parley/ports';
import { describeEngine, scratchFolder } from '@parley/testing';
import { startEngine, type RunningEngine } from '@parley/testing/engines';
import { KafkaProcess } from '../testing/kafka-process.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describeEngine('kafka', 'a broker of its own that is killed and comes back', () => {
  let broker: RunningEngine;
  const processes: KafkaProcess[] = [];
  beforeAll(async () => {
    broker = await startEngine('kafka', scratchFolder('kafka'));
  }, 120_000);
  afterAll(async () => {
    await Promise.all(processes.map((process) => process.close()));
    await broker.stop();
  });
  const open = async (): Promise<KafkaProcess> => {
    const process = await new KafkaProcess(broker.address, { topicPrefix: 'own.', partitions: 3 }).open();
    processes.push(process);
    return process;
  };
  const watch = async ({ log }: KafkaProcess, name: string) => {
    const seen: LogRecord[] = [];
    const handle = async (batch: readonly LogRecord[]): Promise<void> => void seen.push(...batch);
    return { seen, consumption: await log.consume({ name, lanes: 2, maxBatch: 16, handle }) };
  };

  it('has every acknowledged record exactly once, and consumers go on by themselves', async () => {
    const [writer, reader] = [await open(), await open()];
    const { seen, consumption } = await watch(reader, 'reader');
    const acknowledged: string[] = [];
    let isOver = false;
    const write = async (conversation: string): Promise<void> => {
      for (let n = 1; !isOver; n += 1) {
        const eventId = `web:${conversation}-${String(n).padStart(6, '0')}`;
        const ids = { tenant: 'acme', conversation, connection: 'k1', eventId, generation: 1 };
        const appended = writer.log.append([{ ...ids, sealed: new Uint8Array(64), receivedAt: Date.now() }]);
        await appended.then(() => acknowledged.push(eventId)).catch(() => pause(50));
        await pause(2);
      }
    };
    const writing = Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((conversation) => write(conversation)));
    await pause(1_000);
    const before = acknowledged.length;
    await broker.kill();
    await pause(500);
    await broker.restart();
    while (acknowledged.length < before + 200) await pause(50);
    isOver = true;
    await writing;
    const all = await watch(await open(), 'all');
    while (all.consumption.lag() > 0) await pause(20);
    await all.consumption.drain();
    const times = new Map<string, number>();
    for (const { eventId } of all.seen) times.set(eventId, (times.get(eventId) ?? 0) + 1);
    expect(acknowledged.filter((eventId) => times.get(eventId) !== 1)).toEqual([]);
    const wanted = new Set(acknowledged);
    while (wanted.size > 0) {
      for (const { eventId } of seen) wanted.delete(eventId);
      await pause(50);
    }
    await consumption.drain();
    for (const conversation of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const order = [...new Set(seen.filter((r) => r.conversation === conversation).map(({ eventId }) => eventId))];
      expect(order).toEqual([...order].sort());
    }
  }, 120_000);

  it('is waited for by whoever wants to read while it is away, and leaves nothing of the attempt behind', async () => {
    const process = await open();
    await broker.kill();
    await expect(watch(process, 'late')).rejects.toMatchObject({ name: 'KafkaProblem', isAway: true });
    await broker.restart();
    const { consumption } = await watch(process, 'late');
    await consumption.drain();
  }, 120_000);
});
