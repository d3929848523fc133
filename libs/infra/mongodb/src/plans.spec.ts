import type { CommandStartedEvent, Document } from 'mongodb';
import { describeEngine } from '@parley/testing';
import { MongoConversationSearch } from './conversation-search/mongo-conversation-search.ts';
import { MongoConversations } from './conversations/mongo-conversations.ts';
import { COLLECTIONS, type CollectionName, type IndexSpec } from './database/collections.ts';
import type { MongoDatabase } from './database/mongo-database.ts';
import { MongoDeliveries } from './deliveries/mongo-deliveries.ts';
import { MongoFigures } from './figures/mongo-figures.ts';
import { MongoHolds } from './holds/mongo-holds.ts';
import { MongoMessages } from './messages/mongo-messages.ts';
import { MongoQuarantine } from './quarantine/mongo-quarantine.ts';
import { MongoRetention } from './retention/mongo-retention.ts';
import { claimAt, delivery, hold, message, summary } from './testing/chat-rows.ts';
import { testMongo, type TestMongo } from './testing/test-mongo.ts';

const talk = { tenant: 'plans', conversation: 'c1' };
const DAY_MS = 86_400_000;

/** FerretDB explains SQLite's plan, which reads whole tables: there the look is held against the list of indexes alone. */
describeEngine('mongodb', 'looks on MongoDB', (url) => {
  let mongo: TestMongo;
  let database: MongoDatabase;
  beforeAll(async () => {
    mongo = await testMongo(url);
    database = await mongo.open();
  }, 60_000);
  afterAll(() => mongo.drop());

  const looksOf = async (work: () => Promise<unknown>): Promise<readonly Document[]> => {
    const looks: Document[] = [];
    const note = ({ command, commandName }: CommandStartedEvent): void => {
      if (commandName === 'find' || commandName === 'aggregate') looks.push(command);
    };
    database.client.on('commandStarted', note);
    await work();
    database.client.off('commandStarted', note);
    return looks;
  };

  const port = () => {
    const { tables } = database;
    return {
      messages: new MongoMessages(tables),
      conversations: new MongoConversations(tables),
      search: new MongoConversationSearch(tables),
      deliveries: new MongoDeliveries(tables),
      holds: new MongoHolds(tables),
      figures: new MongoFigures(tables),
      quarantine: new MongoQuarantine(tables),
      retention: new MongoRetention(tables),
    };
  };

  it.each<readonly [string, (ports: ReturnType<typeof port>) => Promise<unknown>]>([
    ['messages of a conversation', ({ messages }) => messages.after(talk, 0, 100)],
    ['the erasure of a conversation', ({ messages }) => messages.erase({ ...talk, firstMessage: 1 })],
    ['a summary', ({ conversations }) => conversations.get(talk)],
    ['a list', ({ conversations }) => conversations.list('plans', 20)],
    ['its next page', ({ conversations }) => conversations.list('plans', 20, summary(talk, 9))],
    ['a search', ({ search }) => search.find('plans', { status: 'bot', since: 1, until: 2 }, 20)],
    ['a search by words', ({ search }) => search.find('plans', { words: ['lost', 'card'] }, 20)],
    ['what is pending', ({ deliveries }) => deliveries.pending(500)],
    ['the status of a reply', ({ deliveries }) => deliveries.status(talk, 'r')],
    ['what is held', ({ holds }) => holds.active(1)],
    ['figures', ({ figures }) => Promise.all([figures.usage('plans'), figures.connection('plans', 'web')])],
    ['the quarantine', ({ quarantine }) => quarantine.list('plans', 20)],
    ['sweeps', ({ retention }) => retention.sweep(20 * DAY_MS)],
    ['what has ended', ({ retention }) => retention.ended(1, 50)],
    ['the size of the quarantine', ({ retention }) => retention.trimQuarantine(1)],
  ])('for %s use an index, and sort nothing', async (_, look) => {
    const ports = port();
    await ports.deliveries.insert([delivery(talk, 1)]);
    await ports.deliveries.claim(claimAt(delivery(talk, 1), 1, 1));
    await ports.conversations.record([summary(talk, 1)]);
    await ports.messages.insert([message(talk, 1)]);
    await ports.holds.add(hold('plans', 5));
    const looks = await looksOf(() => look(ports));
    expect(looks.length).toBeGreaterThan(0);
    for (const command of looks) await expectIndexed(database, command);
  });
});

async function expectIndexed(database: MongoDatabase, command: Document): Promise<void> {
  const collection = String(command['find'] ?? command['aggregate']) as CollectionName;
  const filter = (command['filter'] ?? command['pipeline'][0].$match) as Document;
  const sort = Object.fromEntries((command['sort'] ?? []) as Iterable<[string, number]>);
  expect({ collection, filter, sort, isServed: isServed(COLLECTIONS[collection], filter, sort) }).toMatchObject({
    isServed: true,
  });
  if ((await database.db.admin().command({ buildInfo: 1 }))['ferretdbVersion'] !== undefined) return;
  const { find, aggregate, pipeline, cursor, limit, projection } = command;
  const explained = find === undefined ? { aggregate, pipeline, cursor } : { find, filter, sort, limit, projection };
  const plan = JSON.stringify(await database.db.command({ explain: explained, verbosity: 'queryPlanner' }));
  expect(plan).not.toMatch(/"stage":"(COLLSCAN|SORT)"/);
}

/** Whether an index begins with a field of the filter, and goes in the order that is asked for. */
function isServed(indexes: readonly IndexSpec[], filter: Document, sort: Document): boolean {
  const order = JSON.stringify(Object.entries(sort));
  return [{ name: '_id_', key: { _id: 1 } } as const, ...indexes].some(({ key }) => {
    const fields = Object.entries(key);
    if (JSON.stringify(fields.slice(0, Object.keys(sort).length)) !== order) return false;
    // Without a filter the order alone is what the index is for.
    return Object.keys(filter).length === 0 ? order !== '[]' : (fields[0]?.[0] ?? '') in filter;
  });
}
