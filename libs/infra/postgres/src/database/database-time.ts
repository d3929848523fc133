import type { Database } from './database.ts';

/** What time it is in the database, ms since the epoch. */
export async function databaseTime(database: Pick<Database, 'query'>): Promise<number> {
  const text = 'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now';
  const [row] = await database.query<{ now: number }>({ name: 'clock', text }, []);
  if (row === undefined) throw new Error('the database did not tell its time');
  return row.now;
}
