import { describeEngine, freePort } from '@parley/testing';
import { whatIsAmiss } from './database/assert-durable.ts';
import { ensureIndexes } from './database/ensure-indexes.ts';
import { MongoDatabase } from './database/mongo-database.ts';
import { MongoProblem } from './database/mongo-problem.ts';
import { openMongo } from './open-mongo.ts';
import { testMongo, testOptions, type TestMongo } from './testing/test-mongo.ts';

describe('the durability of a MongoDB', () => {
  it.each([
    [{ setName: 'rs0', maxWireVersion: 21 }, []],
    [{ maxWireVersion: 21 }, ['a standalone server']],
    [{ msg: 'isdbgrid', maxWireVersion: 25 }, ['a sharded cluster']],
    [{ setName: 'rs0', maxWireVersion: 17 }, ['older than 7.0']],
    [{}, ['a standalone server', 'older than 7.0']],
  ])('is told from %j', (hello, amiss) => {
    expect(whatIsAmiss(hello)).toEqual(amiss);
  });

  it('is not asked for where nobody answers: that is said at once, without the password', async () => {
    const url = `mongodb://parley:s3cret@127.0.0.1:${await freePort()}/?authSource=admin`;
    const refusal = openMongo({ ...testOptions(url), serverMs: 1_000 });
    await expect(refusal).rejects.toThrow(MongoProblem);
    await expect(refusal).rejects.toThrow(/^No MongoDB answers at 127\.0\.0\.1:\d+: /);
    await expect(refusal).rejects.not.toThrow(/s3cret/);
  });
});

describeEngine('mongodb', 'opening a MongoDB', (url) => {
  let mongo: TestMongo;
  let database: MongoDatabase;
  beforeEach(async () => {
    mongo = await testMongo(url);
    database = await mongo.open();
  }, 60_000);
  afterEach(() => mongo.drop());

  it('tells what time it is there', async () => {
    // Of the same machine.
    expect(Math.abs((await database.time()) - Date.now())).toBeLessThan(5_000);
  });

  it('rule 17: refuses a server that may forget, unless that is meant, and then tells what is amiss', async () => {
    const { setName } = await database.db.admin().command({ hello: 1 });
    if (setName !== undefined) return;
    await expect(openMongo(mongo.options)).rejects.toThrow(/a standalone server.*DURABILITY=dev/);
    const opened = await openMongo({ ...mongo.options, isDev: true });
    expect(opened.amiss).toEqual(['a standalone server']);
    await opened.check();
    await opened.close();
    await expect(opened.check()).rejects.toThrow();
  });

  it('rule 17: writes to the majority and the journal, and reads from the primary, whatever the address says', async () => {
    const weak = new URL(url);
    weak.searchParams.set('w', '1');
    weak.searchParams.set('journal', 'false');
    weak.searchParams.set('readPreference', 'secondary');
    const connected = await MongoDatabase.connect({ ...mongo.options, url: weak.href.replace(/(:\d+)\?/, '$1/?') });
    expect(connected.db.writeConcern).toMatchObject({ w: 'majority', journal: true });
    expect(connected.db.readPreference?.mode).toBe('primary');
    expect(connected.db.readConcern).toEqual({ level: 'majority' });
    await connected.close();
  });

  it('creates its indexes once, from however many processes at once', async () => {
    await database.db.dropDatabase();
    const other = await mongo.open();
    await Promise.all([ensureIndexes(database), ensureIndexes(other), ensureIndexes(database)]);
    expect((await database.db.collection('conversations').indexes()).map(({ name }) => name).sort()).toEqual([
      '_id_',
      'ended',
      'list',
      'newest',
    ]);
  });

  it.each([
    [{ at: 1 }, {}],
    [{ until: -1 }, {}],
    [{ until: 1 }, { unique: true }],
  ] as const)('refuses an index of the same name on %j %j', async (key, options) => {
    await database.db.collection('not_before').dropIndex('age');
    await database.db.collection('not_before').createIndex(key, { name: 'age', ...options });
    const refusal = ensureIndexes(database);
    await expect(refusal).rejects.toThrow(MongoProblem);
    await expect(refusal).rejects.toThrow(/not_before.*Drop/);
  });

  it('rule 14: refuses a collection whose rows may go by themselves', async () => {
    await database.db.collection('messages').drop();
    await database.db.createCollection('messages', { capped: true, size: 1_000_000 });
    await expect(ensureIndexes(database)).rejects.toThrow(/The collection messages is a collection, capped/);
  });
});
