import type { AdapterPair } from '@parley/ports';
import type { Database } from '../database/database.ts';
import { testDatabase } from './test-database.ts';

/** An adapter twice over one database of their own, as two processes have it. */
export async function pairOf<Port>(over: (database: Database) => Port): Promise<AdapterPair<Port>> {
  const database = await testDatabase();
  return { first: over(database.open()), second: over(database.open()), close: () => database.drop() };
}
