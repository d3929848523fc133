import { randomBytes } from 'node:crypto';
import type { CommandStartedEvent } from 'mongodb';
import type { AdapterPair } from '@parley/ports';
import type { Tables } from '../database/collections.ts';
import { ensureIndexes } from '../database/ensure-indexes.ts';
import { MongoDatabase, type MongoOptions } from '../database/mongo-database.ts';

/** A database of one's own on a real server. */
export interface TestMongo {
  readonly options: MongoOptions;
  /** Another connection to it, as another process would have it. Closed with `drop`. */
  open(): Promise<MongoDatabase>;
  drop(): Promise<void>;
}

export function testOptions(url: string): MongoOptions {
  const database = `test_${randomBytes(6).toString('hex')}`;
  return { url, database, poolSize: 8, serverMs: 5_000, connectMs: 5_000, socketMs: 30_000, retryMs: 5_000 };
}

export async function testMongo(url: string, changed: Partial<MongoOptions> = {}): Promise<TestMongo> {
  const options = { ...testOptions(url), ...changed };
  const opened: MongoDatabase[] = [];
  const open = async (): Promise<MongoDatabase> => {
    const database = await MongoDatabase.connect(options, { monitorCommands: true });
    opened.push(database);
    return database;
  };
  await ensureIndexes(await open());
  return {
    options,
    open,
    drop: async () => {
      await opened[0]?.db.dropDatabase();
      await Promise.all(opened.map((database) => database.close()));
    },
  };
}

/** An adapter twice over one database of their own, as two processes have it. */
export async function pairOf<Port>(url: string, over: (tables: Tables) => Port): Promise<AdapterPair<Port>> {
  const mongo = await testMongo(url);
  const [one, other] = [await mongo.open(), await mongo.open()];
  return { first: over(one.tables), second: over(other.tables), close: () => mongo.drop() };
}

/** Names of the commands that the work sends, in order; handshakes are none. */
export async function commandsOf({ client }: MongoDatabase, work: () => Promise<unknown>): Promise<readonly string[]> {
  const names: string[] = [];
  const note = ({ commandName }: CommandStartedEvent): void => void names.push(commandName);
  client.on('commandStarted', note);
  try {
    await work();
  } finally {
    client.off('commandStarted', note);
  }
  return names;
}
