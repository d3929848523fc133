import pg from 'pg';
import type { PostgresAddress } from './address.ts';

/** Any fixed number: whoever runs on the database holds this advisory lock of it. */
const SOLE_USE_LOCK = 7_274_003;

/**
 * Keeps a database to one process, for compositions whose log hands records on in memory. null = another process has it.
 * The lock lives as long as its connection: a process that dies gives it back.
 */
export async function holdSoleUse(address: PostgresAddress): Promise<{ release(): Promise<void> } | null> {
  const client = new pg.Client({ ...address, application_name: 'parley sole use', keepAlive: true });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [SOLE_USE_LOCK]);
  if (rows[0]?.held === true) return { release: () => client.end() };
  await client.end();
  return null;
}
