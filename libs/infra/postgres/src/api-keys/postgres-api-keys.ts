import { ApiKeys, type ApiKey } from '@parley/ports';
import type { Database } from '../database/database.ts';

/** The platform's keys lie under a tenant that nobody can be named. */
const PLATFORM = '';

const INSERT = {
  name: 'api-keys-insert',
  text: `insert into api_keys (tenant, id, secret_hash, scopes, created_at, revoked_at) values ($1, $2, $3, $4, $5, $6)`,
};
const FIND = { name: 'api-keys-find', text: `select * from find_api_key($1)` };
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
    const values = [tenant, key.id, key.secretHash, [...key.scopes], key.createdAt, key.revokedAt];
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
}

interface ApiKeyRow {
  tenant: string;
  id: string;
  secret_hash: Buffer;
  scopes: string[];
  created_at: number;
  revoked_at: number | null;
}

const fromRow = (row: ApiKeyRow): ApiKey => ({
  id: row.id,
  tenant: row.tenant === PLATFORM ? null : row.tenant,
  secretHash: new Uint8Array(row.secret_hash),
  scopes: row.scopes,
  createdAt: row.created_at,
  revokedAt: row.revoked_at,
});
