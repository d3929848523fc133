import { IdempotencyKeys, type IdempotencyClaim, type IdempotencyRow } from '@parley/ports';
import type { Database } from '../database/database.ts';

const CLAIM = {
  name: 'idempotency-claim',
  text: `insert into idempotency_keys as k (tenant, key, request_hash, created_at) values ($1, $2, $3, $4)
         on conflict (tenant, key) do update
         set request_hash = excluded.request_hash, created_at = excluded.created_at, status = null, sealed = null
         where k.created_at < case when k.status is null then $6::bigint else $5::bigint end
         returning key`,
};
const FIND = {
  name: 'idempotency-find',
  text: `select tenant, key, request_hash, status::int as status, sealed, created_at::float8 as created_at
         from idempotency_keys where tenant = $1 and key = $2`,
};
const SETTLE = {
  name: 'idempotency-settle',
  text: `update idempotency_keys set status = $3, sealed = $4 where tenant = $1 and key = $2 and status is null`,
};
const RELEASE = {
  name: 'idempotency-release',
  text: `delete from idempotency_keys where tenant = $1 and key = $2 and status is null`,
};
const TENANTS_WITH_OLD = {
  name: 'idempotency-tenants-with-old',
  text: `select * from tenants_with_old_idempotency_keys($1)`,
};
const EXPIRE = { name: 'idempotency-expire', text: `delete from idempotency_keys where created_at < $1 returning key` };

export class PostgresIdempotencyKeys extends IdempotencyKeys {
  constructor(private readonly database: Database) {
    super();
  }

  override async claim(
    claim: IdempotencyClaim,
    limits: { readonly takenOver: number; readonly givenUp: number },
  ): Promise<'claimed' | IdempotencyRow> {
    const { tenant, key, requestHash, createdAt } = claim;
    const values = [tenant, key, requestHash, createdAt, limits.takenOver, limits.givenUp];
    const found = await this.database.inTenants([tenant], async (session) => {
      if ((await session.query(CLAIM, values)).length === 1) return 'claimed';
      const [row] = await session.query<Row>(FIND, [tenant, key]);
      return row && fromRow(row);
    });
    // Given up between the two statements: the name is free, so ask again.
    return found ?? this.claim(claim, limits);
  }

  override async settle(tenant: string, key: string, status: number, sealed: Uint8Array | null): Promise<void> {
    await this.database.inTenants([tenant], (session) => session.query(SETTLE, [tenant, key, status, sealed]));
  }

  override async release(tenant: string, key: string): Promise<void> {
    await this.database.inTenants([tenant], (session) => session.query(RELEASE, [tenant, key]));
  }

  override async expire(before: number): Promise<number> {
    const tenants = await this.database.query<{ tenant: string }>(TENANTS_WITH_OLD, [before]);
    if (tenants.length === 0) return 0;
    const names = tenants.map(({ tenant }) => tenant);
    return this.database.inTenants(names, async (session) => (await session.query(EXPIRE, [before])).length);
  }
}

interface Row {
  tenant: string;
  key: string;
  request_hash: Buffer;
  status: number | null;
  sealed: Buffer | null;
  created_at: number;
}

const fromRow = (row: Row): IdempotencyRow => ({
  tenant: row.tenant,
  key: row.key,
  requestHash: new Uint8Array(row.request_hash),
  status: row.status,
  sealed: row.sealed && new Uint8Array(row.sealed),
  createdAt: row.created_at,
});
