import { PostgresProblem } from '../embedded/postgres-problem.ts';
import { testDatabase, type TestDatabase } from '../testing/test-database.ts';
import { assertDurable } from './assert-durable.ts';
import { migrate, readMigrations, type Migration } from './migrate.ts';

describe('migrations', () => {
  let test: TestDatabase;
  beforeEach(async () => {
    test = await testDatabase();
  }, 60_000);
  afterEach(() => test.drop());

  const migration = (version: number, sql: string): Migration => ({
    version,
    name: `${version}-x.sql`,
    sql,
    hash: sql,
  });

  it('[E013] [F065] are numbered without two of one number, and are all applied', async () => {
    const known = readMigrations();
    expect(new Set(known.map(({ version }) => version)).size).toBe(known.length);
    const rows = await test.asAdmin<{ version: number }>('select version from parley.migrations order by 1');
    expect(rows.map(({ version }) => version)).toEqual(known.map(({ version }) => version));
  });

  it('do nothing the second time', async () => {
    expect(await migrate(test.address)).toEqual({ applied: 0 });
  });

  it('are applied once when several processes start together', async () => {
    const more = [...readMigrations(), migration(9_001, 'create table parley.extra (n integer)')];
    const answers = await Promise.all([1, 2, 3].map(() => migrate(test.address, more)));
    expect(answers.map(({ applied }) => applied).sort()).toEqual([0, 0, 1]);
  });

  it('refuse a database that a newer Parley has written', async () => {
    await migrate(test.address, [...readMigrations(), migration(9_001, 'select 1')]);
    await expect(migrate(test.address)).rejects.toThrow(/written by a newer Parley \(it has migration 9001-x.sql\)/);
  });

  it('refuse one that was changed after it had been applied', async () => {
    await migrate(test.address, [...readMigrations(), migration(9_001, 'select 1')]);
    const changed = [...readMigrations(), migration(9_001, 'select 2')];
    await expect(migrate(test.address, changed)).rejects.toThrow(PostgresProblem);
  });

  it('change nothing when one fails half-way', async () => {
    const broken = [...readMigrations(), migration(9_001, 'create table parley.half (n integer); select 1 / 0')];
    await expect(migrate(test.address, broken)).rejects.toThrow(
      /9001-x.sql failed and changed nothing: division by zero/,
    );
    expect(await test.asAdmin("select to_regclass('parley.half') as half")).toEqual([{ half: null }]);
  });
});

describe('the demand for durability', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await testDatabase();
  }, 60_000);
  afterAll(() => test.drop());

  it('rule 17: refuses a server that does not write through, by the names of its settings', async () => {
    await expect(assertDurable(test.address)).rejects.toThrow(
      /fsync=off.*full_page_writes=off|full_page_writes=off.*fsync=off/,
    );
  });

  it('rule 17: lets it pass where that is meant, and says what is amiss', async () => {
    const amiss = await assertDurable(test.address, true);
    expect([...amiss].sort()).toEqual(['fsync=off', 'full_page_writes=off', 'synchronous_commit=off']);
  });
});
