import { Tenants, type Tenant } from '@parley/ports';
import type { Database } from '../database/database.ts';

/** The row of the platform itself lies under a tenant that nobody can be named. */
const PLATFORM = '';

const CREATE = {
  name: 'tenants-create',
  text: `insert into tenants (tenant, name, created_at, wrapped_key, wrapped_id_key) values ($1, $2, $3, $4, $5)
         on conflict do nothing returning tenant`,
};
const GET = {
  name: 'tenants-get',
  text: `select tenant, name, created_at::float8 as created_at, wrapped_key, wrapped_id_key from tenants where tenant = $1`,
};
const LIST = { name: 'tenants-list', text: `select * from list_tenants($1, $2)` };
const NAME_ROOT_KEY = {
  name: 'tenants-name-root-key',
  text: `insert into root_keys (tenant, fingerprint) values ('', $1) on conflict do nothing`,
};
const ROOT_KEY = { name: 'tenants-root-key', text: `select fingerprint from root_keys where tenant = ''` };

export class PostgresTenants extends Tenants {
  constructor(private readonly database: Database) {
    super();
  }

  override create(row: Tenant): Promise<'created' | 'exists'> {
    return this.database.inTenants([row.tenant], async (session) => {
      const values = [row.tenant, row.name, row.createdAt, row.wrappedKey, row.wrappedIdKey];
      return (await session.query(CREATE, values)).length === 1 ? 'created' : 'exists';
    });
  }

  override get(tenant: string): Promise<Tenant | null> {
    return this.database.inTenants([tenant], async (session) => {
      const [row] = await session.query<TenantRow>(GET, [tenant]);
      return row ? fromRow(row) : null;
    });
  }

  override async list(after: string, limit: number): Promise<readonly Pick<Tenant, 'tenant' | 'createdAt'>[]> {
    const rows = await this.database.query<{ tenant: string; created_at: number }>(LIST, [after, limit]);
    return rows.map((row) => ({ tenant: row.tenant, createdAt: row.created_at }));
  }

  override rootKey(fingerprint?: string): Promise<string | null> {
    return this.database.inTenants([PLATFORM], async (session) => {
      if (fingerprint !== undefined) await session.query(NAME_ROOT_KEY, [fingerprint]);
      const [row] = await session.query<{ fingerprint: string }>(ROOT_KEY, []);
      return row?.fingerprint ?? null;
    });
  }
}

interface TenantRow {
  tenant: string;
  name: string;
  created_at: number;
  wrapped_key: Buffer;
  wrapped_id_key: Buffer;
}

const fromRow = (row: TenantRow): Tenant => ({
  tenant: row.tenant,
  name: row.name,
  createdAt: row.created_at,
  wrappedKey: new Uint8Array(row.wrapped_key),
  wrappedIdKey: new Uint8Array(row.wrapped_id_key),
});
