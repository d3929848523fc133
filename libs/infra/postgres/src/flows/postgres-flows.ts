import { Flows, flowTag, type FlowDraft, type FlowVersion } from '@parley/ports';
import type { Database, Session } from '../database/database.ts';

const SAVE_DRAFT = {
  name: 'flows-save-draft',
  text: `insert into conversation_flows (tenant, flow, draft, saved_at) values ($1, $2, $3, $4)
         on conflict (tenant, flow) do update set draft = excluded.draft, saved_at = excluded.saved_at`,
};
const DRAFT = {
  name: 'flows-draft',
  text: `select tenant, flow, draft as text, saved_at::float8 as "savedAt" from conversation_flows
         where tenant = $1 and flow = $2 and draft is not null`,
};
const PUBLISH = {
  name: 'flows-publish',
  text: `insert into conversation_flow_versions (tenant, flow, hash, body, published_at) values ($1, $2, $3, $4, $5)
         on conflict do nothing`,
};
const VERSION_COLUMNS = `v.tenant, v.flow, v.hash, v.body as text, v.published_at::float8 as "publishedAt"`;
const VERSION = {
  name: 'flows-version',
  text: `select ${VERSION_COLUMNS} from conversation_flow_versions v
         where v.tenant = $1 and v.hash = $2 order by v.published_at limit 1`,
};
const VERSIONS = {
  name: 'flows-versions',
  text: `select ${VERSION_COLUMNS} from conversation_flow_versions v
         where v.tenant = $1 and v.flow = $2 order by v.published_at desc, v.hash`,
};
const SET_DEFAULT = {
  name: 'flows-set-default',
  text: `insert into conversation_flows (tenant, flow, default_hash)
         select v.tenant, v.flow, v.hash from conversation_flow_versions v
         where v.tenant = $1 and v.flow = $2 and v.hash = $3
         on conflict (tenant, flow) do update set default_hash = excluded.default_hash returning flow`,
};
const DEFAULT = {
  name: 'flows-default',
  text: `select ${VERSION_COLUMNS} from conversation_flows f
         join conversation_flow_versions v on v.tenant = f.tenant and v.flow = f.flow and v.hash = f.default_hash
         where f.tenant = $1 and f.flow = $2`,
};

const MAKE_ROW = {
  name: 'flows-make-row',
  text: `insert into conversation_flows (tenant, flow) values ($1, $2) on conflict do nothing`,
};
const HOLD_ROW = {
  name: 'flows-hold-row',
  text: `select draft, default_hash as hash from conversation_flows where tenant = $1 and flow = $2 for update`,
};

export class PostgresFlows extends Flows {
  constructor(private readonly database: Database) {
    super();
  }

  override saveDraft({ tenant, flow, text, savedAt }: FlowDraft, expected?: string): Promise<'saved' | 'changed'> {
    return this.database.inTenants([tenant], async (session) => {
      if (!(await isAsExpected(session, tenant, flow, expected))) return 'changed';
      await session.query(SAVE_DRAFT, [tenant, flow, text, savedAt]);
      return 'saved';
    });
  }

  override draft(tenant: string, flow: string): Promise<FlowDraft | null> {
    return this.database.inTenants([tenant], async (session) => {
      const [row] = await session.query<Mutable<FlowDraft>>(DRAFT, [tenant, flow]);
      return row ?? null;
    });
  }

  override async publish({ tenant, flow, hash, text, publishedAt }: FlowVersion): Promise<void> {
    const values = [tenant, flow, hash, text, publishedAt];
    await this.database.inTenants([tenant], (session) => session.query(PUBLISH, values));
  }

  override async version(tenant: string, hash: string): Promise<FlowVersion | null> {
    return (await this.read(VERSION, tenant, hash))[0] ?? null;
  }

  override versions(tenant: string, flow: string): Promise<readonly FlowVersion[]> {
    return this.read(VERSIONS, tenant, flow);
  }

  override setDefault(
    tenant: string,
    flow: string,
    hash: string,
    expected?: string,
  ): Promise<'set' | 'no-such-version' | 'changed'> {
    return this.database.inTenants([tenant], async (session) => {
      if (!(await isAsExpected(session, tenant, flow, expected))) return 'changed';
      return (await session.query(SET_DEFAULT, [tenant, flow, hash])).length === 1 ? 'set' : 'no-such-version';
    });
  }

  override async defaultVersion(tenant: string, flow: string): Promise<FlowVersion | null> {
    return (await this.read(DEFAULT, tenant, flow))[0] ?? null;
  }

  private read(statement: typeof VERSION, tenant: string, value: string): Promise<readonly FlowVersion[]> {
    return this.database.inTenants([tenant], (session) =>
      session.query<Mutable<FlowVersion>>(statement, [tenant, value]),
    );
  }
}

/** Holds the flow's row for the rest of the transaction; one that is not there yet is made, so that there is one to hold. */
async function isAsExpected(
  session: Session,
  tenant: string,
  flow: string,
  expected: string | undefined,
): Promise<boolean> {
  if (expected === undefined) return true;
  if (expected === flowTag(null, null)) await session.query(MAKE_ROW, [tenant, flow]);
  const [row] = await session.query<{ draft: string | null; hash: string | null }>(HOLD_ROW, [tenant, flow]);
  return expected === flowTag(row?.draft ?? null, row?.hash ?? null);
}

/** Rows as the driver makes them. */
type Mutable<Row> = { -readonly [Column in keyof Row]: Row[Column] };
