import { PostgresProblem } from '../embedded/postgres-problem.ts';
import type { PostgresAddress } from './address.ts';
import { connect } from './connect.ts';

const DEMANDED = ['fsync', 'synchronous_commit', 'full_page_writes'] as const;

/**
 * Refuses a server that may forget what it has acknowledged. `allowLess` (DURABILITY=dev) lets it pass, and answers what
 * is amiss so that /readyz can show it; an empty list = durable.
 */
export async function assertDurable(address: PostgresAddress, allowLess = false): Promise<readonly string[]> {
  const client = await connect({ ...address, application_name: 'parley durability' });
  try {
    const { rows } = await client.query<{ name: string; setting: string }>(
      'select name, setting from pg_settings where name = any ($1)',
      [DEMANDED],
    );
    const amiss = rows.filter((row) => !isDurable(row)).map((row) => `${row.name}=${row.setting}`);
    if (amiss.length > 0 && !allowLess) {
      throw new PostgresProblem(
        `PostgreSQL runs with ${amiss.join(', ')}: a crash could lose acknowledged messages. Turn it on, or start with DURABILITY=dev if that is meant.`,
      );
    }
    return amiss;
  } finally {
    await client.end();
  }
}

/** remote_write and remote_apply wait for the local disk too; only `local` and better are safe on one server. */
function isDurable(row: { readonly name: string; readonly setting: string }): boolean {
  if (row.name !== 'synchronous_commit') return row.setting === 'on';
  return ['on', 'local', 'remote_write', 'remote_apply'].includes(row.setting);
}
