import { describeEngine } from '@parley/testing';
import { MongoConversations } from './conversations/mongo-conversations.ts';
import type { MongoDatabase } from './database/mongo-database.ts';
import { MongoDeliveries } from './deliveries/mongo-deliveries.ts';
import { MongoMessages } from './messages/mongo-messages.ts';
import { claimAt, delivery, message, statusAt, summary, talks } from './testing/chat-rows.ts';
import { commandsOf, testMongo, type TestMongo } from './testing/test-mongo.ts';

/** Conversations in one batch of chat. */
const BATCH = 64;

describeEngine('mongodb', 'what a batch costs on MongoDB', (url) => {
  let mongo: TestMongo;
  let database: MongoDatabase;
  beforeAll(async () => {
    mongo = await testMongo(url);
    database = await mongo.open();
  }, 60_000);
  afterAll(() => mongo.drop());

  it('is one command for messages, one for a read of them', async () => {
    const messages = new MongoMessages(database.tables);
    const batch = talks('costs', BATCH);
    const rows = batch.map((talk) => message(talk, 1));
    expect(await commandsOf(database, () => messages.insert(rows))).toEqual(['insert']);
    expect(await commandsOf(database, () => messages.insert(rows))).toEqual(['insert']);
    expect(await commandsOf(database, () => messages.after(rows[0] as (typeof rows)[0], 0, 100))).toEqual(['find']);
    expect(await commandsOf(database, () => messages.after(rows[0] as (typeof rows)[0], 0, 1))).toEqual(['find']);
  });

  it('is three commands for summaries, one for all that are asked for at once', async () => {
    const conversations = new MongoConversations(database.tables);
    const batch = talks('summed', BATCH);
    const at = (seq: number) => batch.map((talk) => summary(talk, seq));
    expect(await commandsOf(database, () => conversations.record(at(1)))).toEqual(['insert', 'find']);
    expect(await commandsOf(database, () => conversations.record(at(2)))).toEqual(['insert', 'find', 'delete']);
    const asked = await commandsOf(database, () => Promise.all(batch.map((talk) => conversations.get(talk))));
    expect(asked).toEqual(['find']);
    expect(await commandsOf(database, () => conversations.list('summed', 50))).toEqual(['find', 'find']);
  });

  it('is one command for deliveries and for claims, two for statuses, three for what is pending', async () => {
    const deliveries = new MongoDeliveries(database.tables);
    const rows = talks('ways', BATCH).map((talk) => delivery(talk, 1));
    expect(await commandsOf(database, () => deliveries.insert(rows))).toEqual(['insert']);
    const claims = rows.map((row) => claimAt(row, 1));
    expect(await commandsOf(database, () => Promise.all(claims.map((one) => deliveries.claim(one))))).toEqual([
      'insert',
    ]);
    expect(await commandsOf(database, () => deliveries.pending(500))).toEqual(['find', 'find', 'find']);
    const ends = rows.map((row) => statusAt(row, 'sent'));
    expect(await commandsOf(database, () => deliveries.record(ends))).toEqual(['insert', 'delete']);
    expect(await commandsOf(database, () => deliveries.pending(500))).toEqual(['find']);
  });
});
