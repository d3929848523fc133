import type { Database } from '../database/database.ts';

/** Everything that is kept of a tenant, for the one who has to forget it. */
export class PostgresTenantRecords {
  constructor(private readonly database: Database) {}

  /** Takes away its keys: from then on nothing of it can be opened, and only a tombstone is left of itself. Again is the same. */
  async destroyKeys(tenant: string): Promise<void> {
    await this.database.query({ name: 'destroy-tenant-keys', text: 'select parley.destroy_tenant_keys($1)' }, [tenant]);
  }

  /** Takes away its API keys and connections. Again is the same. */
  async close(tenant: string): Promise<void> {
    await this.database.query({ name: 'close-tenant', text: 'select parley.close_tenant($1)' }, [tenant]);
  }

  /** Deletes at most so many rows of each table; answers how many. */
  async erase(tenant: string, most: number): Promise<number> {
    const statement = { name: 'erase-tenant-rows', text: 'select parley.erase_tenant_rows($1, $2) as gone' };
    const [row] = await this.database.query<{ gone: number }>(statement, [tenant, most]);
    return row?.gone ?? 0;
  }

  /** Whether anything is left besides the tombstone: records of the log that are not handled yet. */
  async isAnyLeft(tenant: string): Promise<boolean> {
    const statement = { name: 'has-tenant-rows', text: 'select parley.has_tenant_rows($1) as left' };
    const [row] = await this.database.query<{ left: boolean }>(statement, [tenant]);
    return row?.left ?? true;
  }
}
