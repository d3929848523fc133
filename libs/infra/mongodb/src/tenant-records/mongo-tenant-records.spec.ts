import { describeEngine } from '@parley/testing';
import type { Collection } from 'mongodb';
import { collectionNames } from '../database/collections.ts';
import { keyOf } from '../database/keys.ts';
import type { MongoDatabase } from '../database/mongo-database.ts';
import { MongoConnectionHealth } from '../connection-health/mongo-connection-health.ts';
import { MongoConversationSearch } from '../conversation-search/mongo-conversation-search.ts';
import { MongoConversations } from '../conversations/mongo-conversations.ts';
import { MongoDeliveries } from '../deliveries/mongo-deliveries.ts';
import { MongoHolds } from '../holds/mongo-holds.ts';
import { MongoMessages } from '../messages/mongo-messages.ts';
import { MongoPlaces } from '../places/mongo-places.ts';
import { MongoQuarantine } from '../quarantine/mongo-quarantine.ts';
import { claimAt, delivery, hold, message, statusAt, summary } from '../testing/chat-rows.ts';
import { testMongo, type TestMongo } from '../testing/test-mongo.ts';
import { MongoTenantRecords } from './mongo-tenant-records.ts';

describeEngine('mongodb', 'a tenant to be forgotten by MongoDB', (url) => {
  let mongo: TestMongo;
  let database: MongoDatabase;
  beforeAll(async () => {
    mongo = await testMongo(url);
    database = await mongo.open();
  }, 60_000);
  afterAll(() => mongo.drop());

  /** Rows of the tenant in each collection, by the ports. */
  async function fill(tenant: string): Promise<void> {
    const { tables } = database;
    const talk = { tenant, conversation: 'c' };
    const sealed = Uint8Array.of(1);
    const deliveries = new MongoDeliveries(tables);
    await new MongoMessages(tables).insert([message(talk, 1), message(talk, 2), message(talk, 3)]);
    await new MongoMessages(tables).erase({ ...talk, firstMessage: 2 });
    await new MongoConversations(tables).record([summary(talk, 1)]);
    await new MongoConversationSearch(tables).index([{ ...talk, number: 2, words: ['a', 'b'] }]);
    await deliveries.insert([delivery(talk, 1)]);
    await deliveries.claim(claimAt(delivery(talk, 1), 1));
    await deliveries.record([statusAt(delivery(talk, 2), 'sent')]);
    await new MongoPlaces(tables).note([{ ...talk, generation: 1, at: 1, sealed }]);
    await new MongoHolds(tables).add(hold(tenant, 1));
    await new MongoConnectionHealth(tables).note([{ tenant, connection: 'web', aspect: 'inbound', at: 1, detail: '' }]);
    await new MongoQuarantine(tables).keep({
      tenant,
      id: 'q',
      connection: 'web',
      reason: 'odd',
      sealed,
      receivedAt: 1,
    });
  }

  const holding = async (tenant: string): Promise<readonly string[]> => {
    const counts = collectionNames.map(async (name) => {
      const collection = database.tables[name].collection as unknown as Collection;
      return (await collection.countDocuments({ tenant })) > 0 ? [name] : [];
    });
    return (await Promise.all(counts)).flat();
  };

  it('has no row in any collection, in steps; others keep theirs, whatever their names begin with', async () => {
    const names = ['leaving', 'leaving0', 'leaving/c', 'leavin'];
    for (const name of names) await fill(name);
    for (const name of names) expect(await holding(name)).toEqual(collectionNames);
    const records = new MongoTenantRecords(database.tables);
    expect(await records.erase('leaving', 1)).toBe(collectionNames.length);
    expect(await records.isAnyLeft('leaving')).toBe(true);
    while ((await records.erase('leaving', 1)) > 0);
    expect(await records.isAnyLeft('leaving')).toBe(false);
    expect(await holding('leaving')).toEqual([]);
    for (const name of names.slice(1)) expect(await holding(name)).toEqual(collectionNames);
  });

  it('is told apart by every id', () => {
    expect(keyOf('a', 'b/c')).not.toBe(keyOf('a/b', 'c'));
    expect(keyOf('a%2Fb')).not.toBe(keyOf('a/b'));
  });
});
