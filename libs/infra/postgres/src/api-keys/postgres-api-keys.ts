import { ApiKeys, type ApiKey } from '@parley/ports';
import type { Database } from '../database/database.ts';

/** The platform's keys lie under a tenant that nobody can be named. */
const PLATFORM = '';

const INSERT = {
  name: 'api-keys-insert',
  text: `insert into api_keys (tenant, id, secret_hash, scopes, created_at, revoked_at, name, expires_at, last_used_at, replaces)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
};
const FIND = { name: 'api-keys-find', text: `select * from find_api_key($1)` };
const COLUMNS = `tenant, id, secret_hash, scopes, created_at::float8 as created_at, revoked_at::float8 as revoked_at, name,
  expires_at::float8 as expires_at, last_used_at::float8 as last_used_at, replaces`;
const ORDER = 'order by api_keys.created_at desc, id';
const FIRST = { name: 'api-keys-first', text: `select ${COLUMNS} from api_keys where tenant = $1 ${ORDER} limit $2` };
const NEXT = {
  name: 'api-keys-next',
  text: `select ${COLUMNS} from api_keys
         where tenant = $1 and (api_keys.created_at < $2 or (api_keys.created_at = $2 and id > $3)) ${ORDER} limit $4`,
};
const EXPIRE = {
  name: 'api-keys-expire',
  text: `update api_keys set expires_at = least(expires_at, $3) where tenant = $1 and id = $2`,
};
const TOUCH = {
  name: 'api-keys-touch',
  text: `update api_keys set last_used_at = greatest(last_used_at, $3) where tenant = $1 and id = $2`,
};
const REVOKE = {
  name: 'api-keys-revoke',
  text: `update api_keys set revoked_at = $3 where tenant = $1 and id = $2 and revoked_at is null`,
};

export class PostgresApiKeys extends ApiKeys {
  constructor(private readonly database: Database) {
    super();
  }

  override async insert(key: ApiKey): Promise<void> {
    if (key.tenant === PLATFORM) throw new RangeError('A tenant has a name.');
    const tenant = key.tenant ?? PLATFORM;
    const { id, secretHash, scopes, createdAt, revokedAt, name, expiresAt, lastUsedAt, replaces } = key;
    const values = [tenant, id, secretHash, [...scopes], createdAt, revokedAt, name, expiresAt, lastUsedAt, replaces];
    await this.database.inTenants([tenant], (session) => session.query(INSERT, values));
  }

  override async find(id: string): Promise<ApiKey | null> {
    const [row] = await this.database.query<ApiKeyRow>(FIND, [id]);
    return row ? fromRow(row) : null;
  }

  override async revoke(tenant: string | null, id: string, at: number): Promise<void> {
    if (tenant === PLATFORM) return;
    const owner = tenant ?? PLATFORM;
    await this.database.inTenants([owner], (session) => session.query(REVOKE, [owner, id, at]));
  }

  override list(tenant: string, limit: number, before?: ApiKey): Promise<readonly ApiKey[]> {
    return this.database.inTenants([tenant], async (session) => {
      const rows = before
        ? await session.query<ApiKeyRow>(NEXT, [tenant, before.createdAt, before.id, limit])
        : await session.query<ApiKeyRow>(FIRST, [tenant, limit]);
      return rows.map(fromRow);
    });
  }

  override async expire(tenant: string, id: string, at: number): Promise<void> {
    await this.database.inTenants([tenant], (session) => session.query(EXPIRE, [tenant, id, at]));
  }

  override async touch(tenant: string | null, id: string, at: number): Promise<void> {
    const owner = tenant ?? PLATFORM;
    await this.database.inTenants([owner], (session) => session.query(TOUCH, [owner, id, at]));
  }
}

interface ApiKeyRow {
  tenant: string;
  id: string;
  secret_hash: Buffer;
  scopes: string[];
  created_at: number;
  revoked_at: number | null;
  name: string;
  expires_at: number | null;
  last_used_at: number | null;
  replaces: string | null;
}

const fromRow = (row: ApiKeyRow): ApiKey => ({
  id: row.id,
  tenant: row.tenant === PLATFORM ? null : row.tenant,
  secretHash: new Uint8Array(row.secret_hash),
  scopes: row.scopes,
  createdAt: row.created_at,
  revokedAt: row.revoked_at,
  name: row.name,
  expiresAt: row.expires_at,
  lastUsedAt: row.last_used_at,
  replaces: row.replaces,
});
