import { describeEngine } from '@parley/testing';
import { MongoConversations } from '../conversations/mongo-conversations.ts';
import type { Tables } from '../database/collections.ts';
import { MongoDeliveries } from '../deliveries/mongo-deliveries.ts';
import { MongoHolds } from '../holds/mongo-holds.ts';
import { MongoMessages } from '../messages/mongo-messages.ts';
import { MongoQuarantine } from '../quarantine/mongo-quarantine.ts';
import { claimAt, delivery, hold, message, statusAt, summary, talks } from '../testing/chat-rows.ts';
import { testMongo, type TestMongo } from '../testing/test-mongo.ts';
import { MongoRetention, SHORTEST_RETENTION_MS } from './mongo-retention.ts';

const NOW = 1_770_000_000_000;
const OLD = NOW - SHORTEST_RETENTION_MS - 1;

describeEngine('mongodb', 'what is kept in MongoDB', (url) => {
  let mongo: TestMongo;
  let tables: Tables;
  let retention: MongoRetention;
  beforeEach(async () => {
    mongo = await testMongo(url);
    ({ tables } = await mongo.open());
    retention = new MongoRetention(tables);
  }, 60_000);
  afterEach(() => mongo.drop());

  it('rule 14: keeps the tombstones of replies for 14 days, and the claims of pending ones for good', async () => {
    const deliveries = new MongoDeliveries(tables);
    const [pending, old, young] = talks('kept', 3).map((talk) => delivery(talk, 1)) as [Delivery, Delivery, Delivery];
    await deliveries.insert([pending]);
    await Promise.all([pending, old].map((row) => deliveries.claim(claimAt(row, 1, OLD))));
    await deliveries.record([statusAt(old, 'sent', OLD), statusAt(young, 'sent', OLD + 2)]);
    expect(await retention.sweep(NOW)).toBe(2);
    expect(await deliveries.status(old, old.reply)).toBeNull();
    expect(await deliveries.status(young, young.reply)).toBe('sent');
    expect(await deliveries.pending(10)).toMatchObject([{ reply: pending.reply, attempts: 1 }]);
  });

  it('rule 14: a delivery that came back goes with the status that saw through it', async () => {
    const deliveries = new MongoDeliveries(tables);
    const row = delivery({ tenant: 'kept', conversation: 'c' }, 1);
    await deliveries.record([statusAt(row, 'sent', OLD)]);
    await deliveries.insert([row]);
    await retention.sweep(NOW);
    expect(await deliveries.pending(10)).toEqual([]);
  });

  it('rule 27: frees the places of erased messages after 14 days, and readers go on behind them still', async () => {
    const talk = { tenant: 'kept', conversation: 'c' };
    await new MongoMessages(tables, () => OLD).erase({ ...talk, firstMessage: 4 });
    await new MongoMessages(tables, () => OLD + 2).erase({ tenant: 'kept', conversation: 'young', firstMessage: 3 });
    const messages = new MongoMessages(tables);
    await messages.insert([message(talk, 4)]);
    expect(await retention.sweep(NOW)).toBe(3);
    expect(await retention.sweep(NOW)).toBe(0);
    expect((await messages.after(talk, 1, 10)).map(({ number }) => number)).toEqual([4]);
    await messages.erase({ ...talk, firstMessage: 4 });
    expect(await tables.messages.count({})).toBe(3);
  });

  it('rule 24: lets holds go that are over', async () => {
    const holds = new MongoHolds(tables);
    await Promise.all([holds.add(hold('one', NOW - 1)), holds.add(hold('other', NOW + 1))]);
    expect(await retention.sweep(NOW)).toBe(1);
    expect(await holds.active(0)).toEqual([hold('other', NOW + 1)]);
  });

  it('tells which conversations ended before a time, by their newest summary, at most so many', async () => {
    const conversations = new MongoConversations(tables);
    const [one, two, running, late] = talks('kept', 4) as [Ref, Ref, Ref, Ref];
    const ended = { status: 'ended', updatedAt: 10 } as const;
    await conversations.record([
      summary(one, 1, ended),
      summary(two, 1, ended),
      summary(late, 1, { ...ended, updatedAt: 20 }),
    ]);
    await conversations.record([summary(running, 1, { updatedAt: 10 })]);
    const outdated = { ...summary(running, 1, ended), _id: 'kept/c2/0', of: 'kept/c2' };
    await tables.conversations.insertAbsent([outdated]);
    expect(await retention.ended(20, 10)).toEqual(expect.arrayContaining([one, two]));
    expect(await retention.ended(20, 10)).toHaveLength(2);
    expect(await retention.ended(20, 1)).toHaveLength(1);
  });

  it('takes away the oldest of the quarantine until it is small enough', async () => {
    const quarantine = new MongoQuarantine(tables);
    for (const [id, receivedAt] of [
      ['a', 3],
      ['b', 1],
      ['c', 2],
    ] as const) {
      await quarantine.keep({
        tenant: 'kept',
        id,
        connection: 'web',
        reason: 'odd',
        sealed: new Uint8Array(10),
        receivedAt,
      });
    }
    expect(await retention.trimQuarantine(30)).toBe(0);
    expect(await retention.trimQuarantine(15)).toBe(2);
    expect((await quarantine.list('kept', 10)).map(({ id }) => id)).toEqual(['a']);
  });

  it('goes through more than one batch', async () => {
    const deliveries = new MongoDeliveries(tables);
    const rows = talks('many', 2_300).map((talk) => delivery(talk, 1));
    await deliveries.record(rows.map((row) => statusAt(row, 'sent', OLD)));
    expect(await retention.sweep(NOW)).toBe(rows.length);
  });

  it('refuses to keep less', () => {
    expect(() => new MongoRetention(tables, SHORTEST_RETENTION_MS - 1)).toThrow(RangeError);
    expect(() => new MongoRetention(tables, Number.NaN)).toThrow(RangeError);
  });
});

type Delivery = ReturnType<typeof delivery>;
type Ref = ReturnType<typeof talks>[number];
