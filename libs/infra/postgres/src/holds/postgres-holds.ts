import { Holds, type Hold } from '@parley/ports';
import { failpoint } from '@parley/service-kit';
import type { Database } from '../database/database.ts';

const ADD = {
  name: 'holds-add',
  text: `insert into holds (tenant, connection, bucket, until) values ($1, $2, $3, $4) on conflict do nothing`,
};
const SUPERSEDE = {
  name: 'holds-supersede',
  text: `delete from holds where tenant = $1 and connection = $2 and bucket = $3 and until < $4`,
};
const ACTIVE = { name: 'holds-active', text: `select * from active_holds($1)` };

/** What vendors asked us to wait for: inserted rows, the latest of a bucket counts. */
export class PostgresHolds extends Holds {
  constructor(private readonly database: Database) {
    super();
  }

  override async add({ tenant, connection, bucket, until }: Hold): Promise<void> {
    const values = [tenant, connection, bucket, until];
    await this.database.inTenants([tenant], async (session) => {
      await session.query(ADD, values);
      await session.query(SUPERSEDE, values);
    });
    failpoint('holds.after-add');
  }

  override async active(now: number): Promise<readonly Hold[]> {
    const rows = await this.database.query<Hold & { until: number }>(ACTIVE, [now]);
    return rows.map(({ tenant, connection, bucket, until }) => ({ tenant, connection, bucket, until: Number(until) }));
  }
}
