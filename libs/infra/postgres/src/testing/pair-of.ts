import type { AdapterPair } from '@parley/ports';
import type { Database } from '../database/database.ts';
import { testDatabase } from './test-database.ts';

/** An adapter twice over one database of their own, as two processes have it; on the server of this URL, or the run's own. */
export async function pairOf<Port>(over: (database: Database) => Port, url?: string): Promise<AdapterPair<Port>> {
  const database = await testDatabase(url);
  return { first: over(database.open()), second: over(database.open()), close: () => database.drop() };
}
