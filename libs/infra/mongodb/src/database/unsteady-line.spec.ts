import { describeEngine } from '@parley/testing';
import { MongoConversations } from '../conversations/mongo-conversations.ts';
import { MongoDeliveries } from '../deliveries/mongo-deliveries.ts';
import { MongoMessages } from '../messages/mongo-messages.ts';
import { claimAt, delivery, message, statusAt, summary } from '../testing/chat-rows.ts';
import { testMongo, type TestMongo } from '../testing/test-mongo.ts';
import { unsteadyLine, type UnsteadyLine } from '../testing/unsteady-line.ts';
import type { Tables } from './collections.ts';

const talk = { tenant: 'lines', conversation: 'c' };

describeEngine('mongodb', 'an answer of MongoDB that does not come', (url) => {
  let line: UnsteadyLine;
  let mongo: TestMongo;
  let tables: Tables;
  beforeEach(async () => {
    line = await unsteadyLine(url);
    mongo = await testMongo(line.url);
    ({ tables } = await mongo.open());
  }, 60_000);
  afterEach(async () => {
    await mongo.drop();
    await line.close();
  });

  it('leaves a claim with whoever made it, and lost for all others', async () => {
    const deliveries = new MongoDeliveries(tables);
    const row = delivery(talk, 1);
    line.loseAnswerTo('insert', 'delivery_claims');
    expect(await deliveries.claim(claimAt(row, 1))).toBe(true);
    expect(await deliveries.claim(claimAt(row, 1))).toBe(false);
    expect(await tables.delivery_claims.count({})).toBe(1);
  });

  it('is asked for again: nothing is lost or doubled', async () => {
    const ports = [new MongoMessages(tables), new MongoConversations(tables), new MongoDeliveries(tables)] as const;
    const [messages, conversations, deliveries] = ports;
    line.loseAnswerTo('insert', 'messages');
    await messages.insert([message(talk, 1)]);
    line.loseAnswerTo('find', 'messages');
    expect(await messages.after(talk, 0, 10)).toEqual([message(talk, 1)]);
    await conversations.record([summary(talk, 1)]);
    line.loseAnswerTo('delete', 'conversations');
    await conversations.record([summary(talk, 2)]);
    expect(await conversations.get(talk)).toEqual(summary(talk, 2));
    await deliveries.insert([delivery(talk, 1)]);
    line.loseAnswerTo('insert', 'delivery_statuses');
    await deliveries.record([statusAt(delivery(talk, 1), 'sent')]);
    expect(await deliveries.pending(10)).toEqual([]);
  });
});
