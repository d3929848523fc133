import type { PostgresAddress } from '@parley/postgres';
import {
  assertDurable,
  Database,
  holdInstance,
  migrate,
  runningAddress,
  startEmbeddedPostgres,
} from '@parley/postgres';
import type { Drain } from '@parley/service-kit';
import type { ParleyConfig } from './config.ts';

export interface OpenDatabase {
  readonly database: Database;
  readonly address: PostgresAddress;
  /** Settings that make it less than durable; empty = durable. */
  readonly amiss: readonly string[];
}

/** Our own PostgreSQL in the data folder, or the operator's; migrated, and durable unless that was waived. */
export async function openDatabase(
  config: Pick<ParleyConfig, 'dataFolder' | 'databaseUrl' | 'isDev'>,
  drain: Drain,
  onDeath: (sentence: string) => void,
): Promise<OpenDatabase> {
  const address = await addressOf(config, drain, onDeath);
  const amiss = await assertDurable(address, config.isDev);
  const held = await holdInstance(address, { onLost: onDeath });
  drain.add('the sole use of the database', () => held.release());
  await migrate(address);
  const database = new Database(address);
  drain.add('the connections to the database', () => database.close());
  return { database, address, amiss };
}

async function addressOf(
  { dataFolder, databaseUrl }: Pick<ParleyConfig, 'dataFolder' | 'databaseUrl'>,
  drain: Drain,
  onDeath: (sentence: string) => void,
): Promise<PostgresAddress> {
  if (databaseUrl !== undefined) return { connectionString: databaseUrl };
  const server = await startEmbeddedPostgres({ dataFolder, onDeath });
  drain.add('the database', () => server.stop());
  const { host, port, user } = server;
  return { host, port, user, database: 'postgres' };
}

/** The database of a running Parley, or one started for as long as a tool needs it. */
export async function findDatabase(
  config: Pick<ParleyConfig, 'dataFolder' | 'databaseUrl'>,
  drain: Drain,
): Promise<PostgresAddress> {
  const running = config.databaseUrl === undefined ? runningAddress(config.dataFolder) : null;
  return running ?? addressOf(config, drain, (sentence) => console.error(sentence));
}
