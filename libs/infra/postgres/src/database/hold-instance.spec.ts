import pg from 'pg';
import { testDatabase, type TestDatabase } from '../testing/test-database.ts';
import { holdInstance, INSTANCE_LOCK } from './hold-instance.ts';

describe('the one process on a database', () => {
  let test: TestDatabase;
  beforeEach(async () => {
    test = await testDatabase();
  }, 60_000);
  afterEach(() => test.drop());

  const cutLines = (): Promise<unknown> =>
    test.asAdmin(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'parley instance' and datname = current_database()",
    );

  it('refuses the second with a sentence, until the first has gone', async () => {
    const first = await holdInstance(test.address);
    await expect(holdInstance(test.address, { patienceMs: 0 })).rejects.toThrow(
      /Another Parley already runs on this database/,
    );
    await first.release();
    const second = await holdInstance(test.address);
    await second.release();
  });

  it('are many where they share it, and none of them beside one that must be alone', async () => {
    const shared = { isShared: true, patienceMs: 0 };
    const held = [await holdInstance(test.address, shared), await holdInstance(test.address, shared)];
    await expect(holdInstance(test.address, { patienceMs: 0 })).rejects.toThrow(/Another Parley/);
    for (const hold of held) await hold.release();
    const alone = await holdInstance(test.address);
    await expect(holdInstance(test.address, shared)).rejects.toThrow(/it must be alone there/);
    await alone.release();
  });

  it('holds again after its line was cut', async () => {
    const first = await holdInstance(test.address);
    await cutLines();
    await new Promise((resolve) => setTimeout(resolve, 600));
    await expect(holdInstance(test.address, { patienceMs: 0 })).rejects.toThrow(/Another Parley/);
    await first.release();
  });

  it('says so when somebody else came in between', async () => {
    let tell = (_: string): void => undefined;
    const told = new Promise<string>((resolve) => (tell = resolve));
    const first = await holdInstance(test.address, { onLost: (sentence) => tell(sentence) });
    const other = new pg.Client(test.address);
    await other.connect();
    const inLine = other.query('select pg_advisory_lock($1)', [INSTANCE_LOCK]);
    await cutLines();
    await inLine;
    expect(await told).toMatch(/Another Parley already runs on this database/);
    await other.end();
    await first.release();
  });
});
