import { FlowCatalogue, type ArchivedVersion, type ListedFlow } from '@parley/ports';
import type { Database } from '../database/database.ts';

const LIST = {
  name: 'flow-catalogue-list',
  text: `select flow, saved_at::float8 as "draftSavedAt", default_hash as "defaultHash" from conversation_flows
         where tenant = $1 and flow > $2 and (draft is not null or default_hash is not null) order by flow limit $3`,
};
const STANDING = {
  name: 'flow-catalogue-standing',
  text: `select f.default_hash is not distinct from v.hash as is_default from conversation_flow_versions v
         left join conversation_flows f on f.tenant = v.tenant and f.flow = v.flow
         where v.tenant = $1 and v.flow = $2 and v.hash = $3`,
};
const ARCHIVE = {
  name: 'flow-catalogue-archive',
  text: `insert into archived_flow_versions (tenant, flow, hash, archived_at) values ($1, $2, $3, $4) on conflict do nothing`,
};
const ARCHIVED = {
  name: 'flow-catalogue-archived',
  text: `select hash, archived_at::float8 as at from archived_flow_versions where tenant = $1 and flow = $2`,
};

export class PostgresFlowCatalogue extends FlowCatalogue {
  constructor(private readonly database: Database) {
    super();
  }

  override list(tenant: string, after: string, limit: number): Promise<readonly ListedFlow[]> {
    return this.database.inTenants([tenant], (session) =>
      session.query<{ flow: string; draftSavedAt: number | null; defaultHash: string | null }>(LIST, [
        tenant,
        after,
        limit,
      ]),
    );
  }

  override archive(version: ArchivedVersion): Promise<'archived' | 'no-such-version' | 'is-default'> {
    const { tenant, flow, hash, archivedAt } = version;
    return this.database.inTenants([tenant], async (session) => {
      const [standing] = await session.query<{ is_default: boolean }>(STANDING, [tenant, flow, hash]);
      if (!standing) return 'no-such-version';
      if (standing.is_default) return 'is-default';
      await session.query(ARCHIVE, [tenant, flow, hash, archivedAt]);
      return 'archived';
    });
  }

  override async archived(tenant: string, flow: string): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.inTenants([tenant], (session) =>
      session.query<{ hash: string; at: number }>(ARCHIVED, [tenant, flow]),
    );
    return new Map(rows.map(({ hash, at }) => [hash, at]));
  }
}
