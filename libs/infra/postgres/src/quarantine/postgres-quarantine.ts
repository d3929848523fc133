import { Quarantine, type QuarantinedBody } from '@parley/ports';
import type { Database } from '../database/database.ts';

const KEEP = {
  name: 'quarantine-keep',
  text: `insert into quarantine (tenant, id, connection, reason, sealed, received_at) values ($1, $2, $3, $4, $5, $6)
         on conflict do nothing`,
};
const LIST = {
  name: 'quarantine-list',
  text: `select id, tenant, connection, reason, sealed, received_at::float8 as received_at from quarantine
         where tenant = $1 and (quarantine.received_at < $2 or (quarantine.received_at = $2 and id > $3))
         order by quarantine.received_at desc, id limit $4`,
};
const GET = {
  name: 'quarantine-get',
  text: `select id, tenant, connection, reason, sealed, received_at::float8 as received_at from quarantine
         where tenant = $1 and id = $2`,
};
const TENANTS_WITH_OLD = { name: 'quarantine-tenants-with-old', text: `select * from tenants_with_old_quarantine($1)` };
const EXPIRE = { name: 'quarantine-expire', text: `delete from quarantine where received_at < $1 returning id` };

export class PostgresQuarantine extends Quarantine {
  constructor(private readonly database: Database) {
    super();
  }

  override async keep(item: QuarantinedBody): Promise<void> {
    const values = [item.tenant, item.id, item.connection, item.reason, item.sealed, item.receivedAt];
    await this.database.inTenants([item.tenant], (session) => session.query(KEEP, values));
  }

  override list(tenant: string, limit: number, before?: QuarantinedBody): Promise<readonly QuarantinedBody[]> {
    const values = [tenant, before?.receivedAt ?? Number.MAX_SAFE_INTEGER, before?.id ?? '', limit];
    return this.database.inTenants([tenant], async (session) =>
      (await session.query<QuarantineRow>(LIST, values)).map(fromRow),
    );
  }

  override get(tenant: string, id: string): Promise<QuarantinedBody | null> {
    return this.database.inTenants([tenant], async (session) => {
      const [row] = await session.query<QuarantineRow>(GET, [tenant, id]);
      return row ? fromRow(row) : null;
    });
  }

  override async expire(before: number): Promise<number> {
    const tenants = await this.database.query<{ tenant: string }>(TENANTS_WITH_OLD, [before]);
    if (tenants.length === 0) return 0;
    const names = tenants.map(({ tenant }) => tenant);
    return this.database.inTenants(names, async (session) => (await session.query(EXPIRE, [before])).length);
  }
}

interface QuarantineRow {
  id: string;
  tenant: string;
  connection: string;
  reason: string;
  sealed: Buffer;
  received_at: number;
}

const fromRow = (row: QuarantineRow): QuarantinedBody => ({
  id: row.id,
  tenant: row.tenant,
  connection: row.connection,
  reason: row.reason,
  sealed: new Uint8Array(row.sealed),
  receivedAt: row.received_at,
});
