import { jest } from '@jest/globals';
import type { ConversationRef } from '@parley/ports';
import { describeEngine } from '@parley/testing';
import { MongoConversationSearch } from './conversation-search/mongo-conversation-search.ts';
import { MongoConversations } from './conversations/mongo-conversations.ts';
import type { MongoDatabase } from './database/mongo-database.ts';
import { MongoDeliveries } from './deliveries/mongo-deliveries.ts';
import { MongoHolds } from './holds/mongo-holds.ts';
import { MongoMessages } from './messages/mongo-messages.ts';
import { claimAt, delivery, hold, message, statusAt, summary, talks } from './testing/chat-rows.ts';
import { testMongo, type TestMongo } from './testing/test-mongo.ts';

/** FerretDB reads whole collections, one writer at a time. */
jest.setTimeout(120_000);

const AT_ONCE = 50;
const STATES = ['failed', 'sent', 'delivered', 'read', 'suppressed'] as const;

describeEngine('mongodb', 'two processes at once on MongoDB', (url) => {
  let mongo: TestMongo;
  let both: readonly MongoDatabase[];
  beforeEach(async () => {
    mongo = await testMongo(url);
    both = [await mongo.open(), await mongo.open()];
  }, 60_000);
  afterEach(() => mongo.drop());

  /** What each of them does, by turns, all at once. */
  const race = <T>(work: (database: MongoDatabase, n: number) => Promise<T>, count = AT_ONCE): Promise<T[]> =>
    Promise.all(Array.from({ length: count }, (_, n) => work(both[n % 2] as MongoDatabase, n)));
  const tables = () => (both[0] as MongoDatabase).tables;
  const talk: ConversationRef = { tenant: 'races', conversation: 'c/%2F' };

  it('rule 23: one of fifty claims of an attempt wins, of each of fifty replies', async () => {
    const [one, other] = both.map((database) => new MongoDeliveries(database.tables));
    const row = delivery(talk, 1);
    const same = await race((_, n) => (n % 2 === 0 ? one : other)?.claim(claimAt(row, 1)) as Promise<boolean>);
    expect(same.filter(Boolean)).toHaveLength(1);
    const rows = talks('races', AT_ONCE).map((each) => delivery(each, 1));
    const won = await race(async (database) => {
      const deliveries = new MongoDeliveries(database.tables);
      return Promise.all(rows.map((each) => deliveries.claim(claimAt(each, 1))));
    }, 4);
    for (const index of rows.keys()) expect(won.filter((answers) => answers[index])).toHaveLength(1);
  });

  it('rule 14: a summary ends at the highest seq, and nothing outdated is left', async () => {
    const batch = talks('races', 4);
    await race((database, n) =>
      new MongoConversations(database.tables).record(batch.map((each) => summary(each, ((n * 17) % AT_ONCE) + 1))),
    );
    const conversations = new MongoConversations(tables());
    for (const each of batch) expect(await conversations.get(each)).toEqual(summary(each, AT_ONCE));
    expect(await tables().conversations.count({})).toBe(batch.length);
  });

  it('rule 14: a list shows each conversation once, and a page at a time none is left out while they move', async () => {
    const batch = talks('races', 8);
    const conversations = new MongoConversations(tables());
    await conversations.record(batch.map((each) => summary(each, 1)));
    const moving = race(
      (database, n) => new MongoConversations(database.tables).record(batch.map((each) => summary(each, n + 2))),
      20,
    );
    for (let n = 0; n < 10; n += 1) {
      const shown = (await conversations.list('races', 100)).map(({ conversation }) => conversation);
      expect([...new Set(shown)]).toHaveLength(batch.length);
      expect(shown).toHaveLength(batch.length);
    }
    await moving;
  });

  it('rule 14: no status is lost, however they cross with the delivery that comes again', async () => {
    const rows = talks('races', 10).map((each) => delivery(each, 1));
    await race(async (database, n) => {
      const deliveries = new MongoDeliveries(database.tables);
      if (n % 3 === 0) return deliveries.insert(rows);
      return deliveries.record(rows.map((row) => statusAt(row, STATES[n % STATES.length] as (typeof STATES)[number])));
    });
    const deliveries = new MongoDeliveries(tables());
    for (const row of rows) expect(await deliveries.status(row, row.reply)).toBe('read');
    expect(await tables().delivery_statuses.count({})).toBe(rows.length * STATES.length);
    expect(await deliveries.pending(100)).toEqual([]);
    expect(await tables().deliveries.count({})).toBe(0);
  });

  it('rule 27: an erasure wins over late projections, and leaves no word that was said', async () => {
    const rows = Array.from({ length: 20 }, (_, n) => message(talk, n + 1, 'secret'));
    await new MongoMessages(tables()).insert(rows.slice(5, 12));
    await race(async (database, n) => {
      const messages = new MongoMessages(database.tables);
      if (n === 25 || n === 26) return messages.erase({ ...talk, firstMessage: 16 });
      return messages.insert(n % 2 === 0 ? rows : [...rows].reverse());
    });
    const kept = await tables().messages.collection.find({ text: 'secret' }).toArray();
    expect(kept.map((row) => row.number).sort((a, b) => a - b)).toEqual([16, 17, 18, 19, 20]);
    expect((await new MongoMessages(tables()).after(talk, 0, 100)).map(({ number }) => number)).toEqual([
      16, 17, 18, 19, 20,
    ]);
  });

  it('rule 27: a conversation is not found by words that come after they were erased', async () => {
    const search = new MongoConversationSearch(tables());
    await new MongoMessages(tables()).erase({ ...talk, firstMessage: 4 });
    await search.index([{ ...talk, number: 3, words: ['secret'] }]);
    await search.index([{ ...talk, number: 4, words: ['plain'] }]);
    expect((await tables().message_words.find({})).map(({ number }) => number)).toEqual([4]);
  });

  it('rule 24: the latest of holds counts', async () => {
    await race((database, n) => new MongoHolds(database.tables).add(hold('races', 1_000 + ((n * 7) % AT_ONCE))));
    expect(await new MongoHolds(tables()).active(0)).toEqual([hold('races', 1_000 + AT_ONCE - 1)]);
    expect(await tables().not_before.count({})).toBe(1);
  });
});
