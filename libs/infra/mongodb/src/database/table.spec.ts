import { describeEngine } from '@parley/testing';
import { delivery, message } from '../testing/chat-rows.ts';
import { MongoMessages } from '../messages/mongo-messages.ts';
import { MongoDeliveries } from '../deliveries/mongo-deliveries.ts';
import { testMongo, type TestMongo } from '../testing/test-mongo.ts';
import type { Tables } from './collections.ts';
import type { PendingRow } from './rows.ts';

const talk = { tenant: 'tables', conversation: 'c' };

describeEngine('mongodb', 'rows inserted if absent', (url) => {
  let mongo: TestMongo;
  let tables: Tables;
  beforeAll(async () => {
    mongo = await testMongo(url);
    ({ tables } = await mongo.open());
  }, 60_000);
  afterAll(() => mongo.drop());

  it('are those that were not there; the others are told', async () => {
    const row = { _id: 'a/b', of: 'a', tenant: 'a', number: 1 };
    expect(await tables.erased_messages.insertAbsent([row])).toEqual(new Set());
    const other = { ...row, _id: 'a/c' };
    expect(await tables.erased_messages.insertAbsent([row, other])).toEqual(new Set(['a/b']));
    expect(await tables.erased_messages.find({})).toEqual([row, other]);
    expect(await tables.erased_messages.find({}, { limit: 0 })).toEqual([]);
  });

  it('rule 14: are no success when one of them fails otherwise', async () => {
    const row = { _id: 'r', ...delivery(talk, 1) } satisfies PendingRow;
    await tables.deliveries.insertAbsent([row]);
    const odd = { ...row, _id: ['no id'] as unknown as string };
    await expect(tables.deliveries.insertAbsent([row, odd])).rejects.toThrow();
  });

  it('refuse numbers that are none, before anything is written', async () => {
    const broken = [message(talk, 1), message(talk, 1.5)];
    await expect(new MongoMessages(tables).insert(broken)).rejects.toThrow(RangeError);
    expect(await new MongoMessages(tables).after(talk, 0, 10)).toEqual([]);
  });

  it('rule 10: keep every text as it is, and numbers to the last digit', async () => {
    const row = { ...delivery(talk, 9), reply: 'a\0b%/ü\u{1F600}', createdAt: Number.MAX_SAFE_INTEGER };
    const deliveries = new MongoDeliveries(tables);
    await tables.deliveries.remove({});
    await deliveries.insert([row]);
    expect(await deliveries.pending(1)).toEqual([{ ...row, attempts: 0, claimedUntil: null }]);
  });
});
