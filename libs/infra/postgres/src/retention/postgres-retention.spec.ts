import type { NewLogRecord } from '@parley/ports';
import { PostgresDeliveries } from '../deliveries/postgres-deliveries.ts';
import { PostgresEventLog } from '../event-log/postgres-event-log.ts';
import { testDatabase, type TestDatabase } from '../testing/test-database.ts';
import { PostgresRetention, SHORTEST_RETENTION_MS } from './postgres-retention.ts';

const NOW = 1_800_000_000_000;
const OLD = NOW - SHORTEST_RETENTION_MS - 1;

describe('retention', () => {
  let test: TestDatabase;
  beforeEach(async () => {
    test = await testDatabase();
  }, 60_000);
  afterEach(() => test.drop());

  const record = (n: number, receivedAt: number): NewLogRecord => ({
    tenant: 'acme',
    conversation: 'c',
    connection: 'k1',
    eventId: `web:${n}`,
    generation: 1,
    sealed: Uint8Array.of(n),
    receivedAt,
  });
  const handled = async (log: PostgresEventLog, count: number): Promise<void> => {
    let left = count;
    await new Promise<void>((resolve, reject) => {
      const handle = async (batch: readonly unknown[]): Promise<void> => {
        left -= batch.length;
        if (left === 0) resolve();
      };
      log.consume({ name: 'ingest', lanes: 1, maxBatch: 10, handle }).then(async (consumption) => {
        while (left > 0) await new Promise((again) => setTimeout(again, 5));
        await consumption.drain();
        resolve();
      }, reject);
    });
  };
  const offsets = async (): Promise<readonly unknown[]> =>
    (await test.asAdmin('select id from parley.event_log order by id')).map(({ id }) => Number(id));

  it('rule 20: takes away records that are old and handled, never the last one, so that offsets go on', async () => {
    const database = test.open();
    const log = new PostgresEventLog(database);
    await log.append([record(1, OLD), record(2, OLD), record(3, NOW), record(4, OLD)]);
    const sweep = (): Promise<number> => new PostgresRetention(database).sweep(NOW);
    expect(await sweep()).toBe(0);
    await handled(log, 4);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await sweep()).toBe(2);
    expect(await offsets()).toEqual([3, 4]);
    await log.append([record(5, NOW)]);
    expect(await offsets()).toEqual([3, 4, 5]);
  });

  it('rule 14: keeps the tombstones of replies for 14 days, and the claims of pending ones for good', async () => {
    const database = test.open();
    const deliveries = new PostgresDeliveries(database);
    const row = { tenant: 'acme', conversation: 'c', connection: 'k1', epoch: 0, createdAt: 1 };
    await deliveries.insert([{ ...row, reply: 'pending', number: 1 }]);
    const claim = { tenant: 'acme', conversation: 'c', attempt: 1, claimedAt: 1, claimedUntil: 2 };
    await deliveries.claim({ ...claim, reply: 'pending' });
    await deliveries.claim({ ...claim, reply: 'old' });
    const status = { tenant: 'acme', conversation: 'c', state: 'sent', vendorId: null } as const;
    await deliveries.record([
      { ...status, reply: 'old', at: OLD },
      { ...status, reply: 'young', at: OLD + 2 },
    ]);
    expect(await new PostgresRetention(database).sweep(NOW)).toBe(2);
    expect(await deliveries.status(row, 'old')).toBeNull();
    expect(await deliveries.status(row, 'young')).toBe('sent');
    expect(await deliveries.pending(10)).toMatchObject([{ reply: 'pending', attempts: 1 }]);
  });

  it('refuses to keep less', () => {
    expect(() => new PostgresRetention(test.open(), SHORTEST_RETENTION_MS - 1)).toThrow(RangeError);
    expect(() => new PostgresRetention(test.open(), Number.NaN)).toThrow(RangeError);
  });
});
