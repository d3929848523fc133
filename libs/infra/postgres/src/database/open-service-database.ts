import type { PostgresAddress } from './address.ts';
import { assertDurable } from './assert-durable.ts';
import { Database } from './database.ts';
import { holdInstance } from './hold-instance.ts';
import { migrate } from './migrate.ts';

export interface ServiceDatabase {
  readonly database: Database;
  /** Rejects when it does not answer; a remark where it is less than durable. */
  check(): Promise<string | void>;
  close(): Promise<void>;
}

export interface ServiceDatabaseOptions {
  /** DURABILITY=dev: less than durable is let pass. */
  readonly isDev: boolean;
  /** Told, with a sentence, if after a lost connection a process that is alone on the database has it. */
  readonly onLost: (sentence: string) => void;
}

/**
 * The database of services that share it: durable, migrated by whoever comes first, and never together with a process that
 * must be alone on it (the embedded composition). Throws a PostgresProblem that says what to do, or the driver's error
 * while the server does not answer.
 */
export async function openServiceDatabase(
  address: PostgresAddress,
  { isDev, onLost }: ServiceDatabaseOptions,
): Promise<ServiceDatabase> {
  const amiss = await assertDurable(address, isDev);
  const held = await holdInstance(address, { isShared: true, onLost });
  try {
    await migrate(address);
  } catch (error) {
    await held.release();
    throw error;
  }
  const database = new Database(address);
  return {
    database,
    async check() {
      await database.query({ name: 'health', text: 'select 1' }, []).catch((error: unknown) => {
        const { code } = error as { readonly code?: unknown };
        throw new Error(`the database does not answer (${typeof code === 'string' ? code : 'no reason given'})`);
      });
      return amiss.length === 0 ? undefined : `not durable: ${amiss.join(', ')}`;
    },
    async close() {
      await database.close();
      await held.release();
    },
  };
}
