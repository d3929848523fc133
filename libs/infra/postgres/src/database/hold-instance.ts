import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { PostgresProblem } from '../embedded/postgres-problem.ts';
import type { PostgresAddress } from './address.ts';

/** Any fixed number: the one process that serves a database holds this advisory lock in a session of its own. */
export const INSTANCE_LOCK = 7_274_004;
const RETRY_MS = 250;

export interface InstanceHold {
  release(): Promise<void>;
}

export interface InstanceHoldOptions {
  /** Beside others that share it as well: only one that must be alone is kept away. */
  readonly isShared?: boolean;
  /** How long a process that was just killed may take to be noticed, ms. */
  readonly patienceMs?: number;
  /** Told, with a sentence, if after a lost connection somebody else serves the database. */
  readonly onLost?: (sentence: string) => void;
}

/** Makes this process the only one on the database, or one of those that share it. Throws PostgresProblem if another one is. */
export async function holdInstance(address: PostgresAddress, options: InstanceHoldOptions = {}): Promise<InstanceHold> {
  let released = false;
  const { isShared = false, patienceMs = 3_000 } = options;
  let client = await take(address, patienceMs, isShared);
  const watch = (held: pg.Client): void => {
    held.once('end', () => {
      if (!released) void takeAgain();
    });
  };
  /** The database was restarted, or the line cut: as soon as it answers, the lock is taken again. */
  const takeAgain = async (): Promise<void> => {
    while (!released) {
      try {
        client = await take(address, 0, isShared);
        return watch(client);
      } catch (error) {
        if (error instanceof PostgresProblem) return options.onLost?.(error.message);
        await sleep(RETRY_MS);
      }
    }
  };
  watch(client);
  return {
    release: async () => {
      released = true;
      await client.end().catch(() => undefined);
    },
  };
}

async function take(address: PostgresAddress, patienceMs: number, isShared: boolean): Promise<pg.Client> {
  const client = new pg.Client({ ...address, application_name: 'parley instance', keepAlive: true });
  client.on('error', () => undefined);
  await client.connect();
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    const way = isShared ? 'pg_try_advisory_lock_shared' : 'pg_try_advisory_lock';
    const { rows } = await client.query<{ taken: boolean }>(`select ${way}($1) as taken`, [INSTANCE_LOCK]);
    if (rows[0]?.taken === true) return client;
    if (waitedMs >= patienceMs) break;
    await sleep(RETRY_MS);
  }
  await client.end();
  throw new PostgresProblem(
    isShared
      ? 'Another Parley already runs on this database, and it must be alone there (npm start). Stop it first, or give each a database.'
      : 'Another Parley already runs on this database. Stop it first; several processes on one database need Kafka and Redis.',
  );
}
