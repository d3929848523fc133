import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { describeEngine } from '@parley/testing';
import { testMongo, type TestMongo } from '../testing/test-mongo.ts';
import type { Tables } from './collections.ts';
import type { MongoDatabase } from './mongo-database.ts';
import { NoAnswer } from './patience.ts';

const SOCKET_MS = 300;
const row = (id: string) => ({ _id: `a/${id}`, of: 'a', tenant: 'a', number: 1 });

const askedAgain: readonly (readonly [string, (table: Tables['erased_messages']) => Promise<unknown>, unknown])[] = [
  ['an insert', (table) => table.insertAbsent([row('there'), row('new')]), new Set(['a/there'])],
  ['a look', (table) => table.find({ _id: 'a/there' }), [row('there')]],
  ['a removal', (table) => table.remove({ _id: 'a/there' }), 1],
  ['a change', (table) => table.change({ _id: 'a/there' }, { $set: { number: 2 } }), undefined],
  ['a count', (table) => table.count({ tenant: 'a' }), 1],
  ['sums', (table) => table.sums({ tenant: 'a' }, 'of', '$number'), new Map([['a', 1]])],
];

describeEngine('mongodb', 'a server that hangs up just as it is asked', (url) => {
  const lines = new Set<Socket>();
  const keep = (said: unknown): void => {
    const { socket } = said as { readonly socket: Socket };
    lines.add(socket);
    socket.once('close', () => lines.delete(socket));
  };
  let mongo: TestMongo;
  let database: MongoDatabase;
  let table: Tables['erased_messages'];
  beforeAll(async () => {
    subscribe('net.client.socket', keep);
    mongo = await testMongo(url, { socketMs: SOCKET_MS, poolSize: 2 });
    database = await mongo.open();
    table = database.tables.erased_messages;
  }, 60_000);
  beforeEach(async () => {
    await table.remove({});
    await table.insertAbsent([row('there')]);
  });
  afterAll(async () => {
    await mongo.drop();
    unsubscribe('net.client.socket', keep);
  });

  /** What is asked for next is written to a line whose end nobody has heard of. */
  const hangUp = async (): Promise<void> => {
    await database.check();
    for (const line of lines) line.destroy();
  };

  it.each(askedAgain)('is asked for %s again', async (_, ask, answer) => {
    await hangUp();
    expect(await ask(table)).toEqual(answer);
  });

  it('fails a sweep and a look whether it is there, which are begun anew by whoever wants them', async () => {
    await hangUp();
    await expect(table.batches({}, 1).next()).rejects.toThrow(NoAnswer);
    await hangUp();
    await expect(database.check()).rejects.toThrow(NoAnswer);
    expect(await table.batches({}, 1).next()).toEqual({ done: false, value: [expect.objectContaining(row('there'))] });
  });

  it('leaves room in the pool, however often it does', async () => {
    for (let times = 0; times < 4; times += 1) {
      await hangUp();
      expect(await table.count({})).toBe(1);
    }
  });
});
