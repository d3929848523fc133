import type { EventLogUnavailable, LogRecord, NewLogRecord } from '@parley/ports';
import { testDatabase, type TestDatabase } from '../testing/test-database.ts';
import { PostgresEventLog } from './postgres-event-log.ts';

const record = (conversation: string, n: number): NewLogRecord => ({
  tenant: 'acme',
  conversation,
  connection: 'k1',
  eventId: `web:${conversation}-${n}`,
  generation: 1,
  sealed: new Uint8Array(16),
  receivedAt: n,
});
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const never = (): Promise<void> => new Promise(() => undefined);

describe('the log in PostgreSQL at its limits', () => {
  let test: TestDatabase;
  beforeEach(async () => {
    test = await testDatabase();
  }, 60_000);
  afterEach(() => test.drop());

  it('answers busy when its consumer is too far behind, and takes records again when it has caught up', async () => {
    const log = new PostgresEventLog(test.open(), { maxLag: 50 });
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const consumption = await log.consume({ name: 'slow', lanes: 1, maxBatch: 100, handle: () => gate });
    await log.append(Array.from({ length: 51 }, (_, n) => record(`c${n}`, n)));
    await expect(log.append([record('late', 1)])).rejects.toMatchObject({
      name: 'EventLogUnavailable',
      reason: 'busy',
    });
    release();
    while (consumption.lag() > 0) await pause(5);
    await log.append([record('late', 1)]);
    await consumption.drain();
  });

  it('answers busy, not with growing memory, when records come faster than they can be written', async () => {
    const log = new PostgresEventLog(test.open());
    const calls = Array.from({ length: 30 }, (_, call) =>
      log.append(Array.from({ length: 1_000 }, (_, n) => record(`c${call}-${n}`, n))),
    );
    const ends = await Promise.allSettled(calls);
    const refused = ends.filter((end) => end.status === 'rejected');
    expect(refused.length).toBe(10);
    expect(refused.every((end) => (end.reason as EventLogUnavailable).reason === 'busy')).toBe(true);
    const [row] = await test.asAdmin<{ count: string }>('select count(*) from parley.event_log');
    expect(Number(row?.count)).toBe(20_000);
  });

  it('promises nothing while the database is away, and goes on when it is back', async () => {
    const log = new PostgresEventLog(test.open());
    await log.append([record('c', 1)]);
    await test.asAdmin("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'parley log'");
    const [first] = await Promise.allSettled([log.append([record('c', 2)])]);
    if (first?.status === 'rejected')
      expect(first.reason).toMatchObject({ name: 'EventLogUnavailable', reason: 'unreachable' });
    await log.append([record('c', 3)]);
    const rows = await test.asAdmin<{ id: string }>('select id from parley.event_log order by id');
    expect(rows.map(({ id }) => Number(id))).toEqual(rows.map((_, n) => n + 1));
  });

  it('reads back from the table what its window did not hold, one busy conversation among many', async () => {
    const database = test.open();
    const log = new PostgresEventLog(database);
    const seen: LogRecord[] = [];
    const dead = await log.consume({ name: 'ingest', lanes: 1, maxBatch: 1, handle: never });
    for (let page = 0; page < 22; page += 1) {
      await log.append(
        Array.from({ length: 1_000 }, (_, n) => record(n % 4 === 0 ? 'busy' : `c${n}`, page * 1_000 + n)),
      );
    }
    expect(dead.lag()).toBe(22_000);
    const next = await new PostgresEventLog(database).consume({
      name: 'ingest',
      lanes: 4,
      maxBatch: 200,
      handle: async (batch) => void seen.push(...batch),
    });
    while (next.lag() > 0) await pause(10);
    await next.drain();
    expect(new Set(seen.map(({ offset }) => offset)).size).toBe(22_000);
    const busy = seen.filter(({ conversation }) => conversation === 'busy').map(({ offset }) => Number(offset));
    expect(busy).toEqual([...busy].sort((a, b) => a - b));
    expect(busy).toHaveLength(5_500);
  }, 60_000);

  it('stops with an alarm, and never steps over it, when a record is missing from the table', async () => {
    const log = new PostgresEventLog(test.open());
    await log.append([1, 2, 3].map((n) => record('c', n)));
    await test.asAdmin('delete from parley.event_log where id = 2');
    const alarms: string[] = [];
    const seen: string[] = [];
    const consumption = await log.consume({
      name: 'ingest',
      lanes: 1,
      maxBatch: 1,
      handle: async ([only]) => void seen.push((only as LogRecord).offset),
      onPause: (error) => void alarms.push((error as Error).message),
    });
    while (alarms.length === 0) await pause(5);
    await pause(100);
    await consumption.drain();
    expect(alarms[0]).toBe('the log has a hole: after 1 comes 3');
    expect(seen).toEqual(['1']);
  });
});
