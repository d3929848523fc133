import { describeEngine } from '@parley/testing';
import type { MongoDatabase } from '../database/mongo-database.ts';
import { summary } from '../testing/chat-rows.ts';
import { commandsOf, testMongo, type TestMongo } from '../testing/test-mongo.ts';
import { MongoConversations } from './mongo-conversations.ts';

const traits = { readsWholes: true };

describeEngine('mongodb', 'summaries followed by their ids', (url) => {
  let mongo: TestMongo;
  let database: MongoDatabase;
  beforeAll(async () => {
    mongo = await testMongo(url, { traits });
    database = await mongo.open();
  }, 60_000);
  afterAll(() => mongo.drop());

  const talk = (conversation: string) => ({ tenant: 'followed', conversation });
  const rowsOf = async (conversation: string) =>
    (await database.tables.conversations.find({ conversation })).map(({ seq }) => seq);
  /** As two processes have them. */
  const two = async () =>
    [new MongoConversations(database.tables), new MongoConversations((await mongo.open()).tables)] as const;

  it('cost no look through all of them once they were seen', async () => {
    const [one] = await two();
    const ref = talk('seen');
    await one.record([summary(ref, 1)]);
    await one.get(ref);
    const written = await commandsOf(database, () => one.record([summary(ref, 2), summary(ref, 3)]));
    expect(written).toEqual(['insert', 'delete', 'delete']);
    const finds: unknown[] = [];
    database.client.on('commandStarted', ({ command }) => finds.push(command['filter']));
    expect(await one.get(ref)).toMatchObject({ seq: 3 });
    expect(finds.length).toBeGreaterThan(0);
    expect(finds.every((filter) => typeof (filter as { _id?: unknown })._id === 'string')).toBe(true);
    expect(await rowsOf('seen')).toEqual([3]);
  });

  it('rule 14: are the newest, whichever of two processes recorded them, and none that is outdated stays', async () => {
    const [one, other] = await two();
    const ref = talk('turns');
    for (let seq = 1; seq <= 12; seq += 3) {
      await one.record([summary(ref, seq)]);
      expect(await one.get(ref)).toMatchObject({ seq });
      await other.record([summary(ref, seq + 1), summary(ref, seq + 2)]);
      expect(await other.get(ref)).toMatchObject({ seq: seq + 2 });
      expect(await one.get(ref)).toMatchObject({ seq: seq + 2 });
    }
    expect(await rowsOf('turns')).toEqual([12]);
  });

  it('rule 14: of a sleeper, who records what others have long gone beyond, change nothing', async () => {
    const [sleeper, other] = await two();
    const ref = talk('slept');
    await sleeper.record([summary(ref, 1)]);
    await sleeper.get(ref);
    for (const seq of [2, 3, 4, 5]) await other.record([summary(ref, seq)]);
    await sleeper.record([summary(ref, 2)]);
    expect(await sleeper.get(ref)).toMatchObject({ seq: 5 });
    expect(await rowsOf('slept')).toEqual([5]);
  });

  it('rule 14: are found behind what a process left that died between two commands', async () => {
    const [dying, after] = await two();
    const ref = talk('left');
    await dying.record([summary(ref, 1)]);
    await dying.get(ref);
    const { conversations } = database.tables;
    const removeIds = conversations.removeIds.bind(conversations);
    conversations.removeIds = () => Promise.reject(new Error('killed'));
    await expect(dying.record([summary(ref, 2)])).rejects.toThrow('killed');
    conversations.removeIds = removeIds;
    expect(await rowsOf('left')).toEqual([1, 2]);
    expect(await dying.get(ref)).toMatchObject({ seq: 2 });
    await after.record([summary(ref, 2), summary(ref, 3)]);
    expect(await after.get(ref)).toMatchObject({ seq: 3 });
    expect(await rowsOf('left')).toEqual([3]);
  });
});
