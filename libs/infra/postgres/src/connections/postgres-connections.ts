import { Connections, type Connection } from '@parley/ports';
import type { Database, Statement } from '../database/database.ts';

const INSERT = {
  name: 'connections-insert',
  text: `insert into connections (tenant, connection, channel, flow, settings, sealed_secrets, created_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning connection`,
};
const FIND = { name: 'connections-find', text: `select * from find_connection($1)` };
const LIST = {
  name: 'connections-list',
  text: `select c.tenant, c.connection, c.channel, c.flow, c.settings, c.sealed_secrets, c.created_at::float8 as created_at,
           s.paused_at::float8 as paused_at, s.secrets_rotated_at::float8 as secrets_rotated_at
         from connections c left join connection_states s on s.tenant = c.tenant and s.connection = c.connection
         where c.tenant = $1 order by c.created_at, c.connection`,
};
const FIND_STATE = { name: 'connections-find-state', text: `select * from find_connection_state($1)` };
const PAUSE = {
  name: 'connections-pause',
  text: `insert into connection_states as s (tenant, connection, paused_at)
         select c.tenant, c.connection, $3::bigint from connections c where c.tenant = $1 and c.connection = $2
         on conflict (connection) do update set paused_at = excluded.paused_at returning s.connection`,
};
const REPLACE_SECRETS = {
  name: 'connections-replace-secrets',
  text: `with replaced as (
           update connections set sealed_secrets = $3 where tenant = $1 and connection = $2 returning tenant, connection
         )
         insert into connection_states as s (tenant, connection, secrets_rotated_at)
         select tenant, connection, $4::bigint from replaced
         on conflict (connection) do update set secrets_rotated_at = excluded.secrets_rotated_at returning s.connection`,
};
const BIND = {
  name: 'connections-bind',
  text: `update connections set flow = $3 where tenant = $1 and connection = $2 returning connection`,
};

export class PostgresConnections extends Connections {
  constructor(private readonly database: Database) {
    super();
  }

  override insert(row: Connection): Promise<'created' | 'exists'> {
    return this.database.inTenants([row.tenant], async (session) => {
      const { tenant, connection, channel, flow, sealedSecrets, createdAt } = row;
      const values = [tenant, connection, channel, flow, JSON.stringify(row.settings), sealedSecrets, createdAt];
      return (await session.query(INSERT, values)).length === 1 ? 'created' : 'exists';
    });
  }

  override async find(connection: string): Promise<Connection | null> {
    const [[row], [state]] = await Promise.all([
      this.database.query<ConnectionRow>(FIND, [connection]),
      this.database.query<StateRow>(FIND_STATE, [connection]),
    ]);
    return row ? fromRow({ ...row, ...state }) : null;
  }

  override list(tenant: string): Promise<readonly Connection[]> {
    return this.database.inTenants([tenant], async (session) =>
      (await session.query<ConnectionRow>(LIST, [tenant])).map(fromRow),
    );
  }

  override bind(tenant: string, connection: string, flow: string): Promise<'bound' | 'no-such-connection'> {
    return this.database.inTenants([tenant], async (session) =>
      (await session.query(BIND, [tenant, connection, flow])).length === 1 ? 'bound' : 'no-such-connection',
    );
  }

  override pause(tenant: string, connection: string, pausedAt: number | null): Promise<'done' | 'no-such-connection'> {
    return this.change(tenant, PAUSE, [tenant, connection, pausedAt]);
  }

  override replaceSecrets(
    tenant: string,
    connection: string,
    sealedSecrets: Uint8Array,
    at: number,
  ): Promise<'done' | 'no-such-connection'> {
    return this.change(tenant, REPLACE_SECRETS, [tenant, connection, sealedSecrets, at]);
  }

  private change(
    tenant: string,
    statement: Statement,
    values: readonly unknown[],
  ): Promise<'done' | 'no-such-connection'> {
    return this.database.inTenants([tenant], async (session) =>
      (await session.query(statement, values)).length === 1 ? 'done' : 'no-such-connection',
    );
  }
}

interface StateRow {
  paused_at?: number | null;
  secrets_rotated_at?: number | null;
}

interface ConnectionRow extends StateRow {
  tenant: string;
  connection: string;
  channel: string;
  flow: string;
  settings: string;
  sealed_secrets: Buffer;
  created_at: number;
}

const fromRow = (row: ConnectionRow): Connection => ({
  connection: row.connection,
  tenant: row.tenant,
  channel: row.channel,
  flow: row.flow,
  settings: JSON.parse(row.settings) as Connection['settings'],
  sealedSecrets: new Uint8Array(row.sealed_secrets),
  createdAt: row.created_at,
  ...(typeof row.paused_at === 'number' && { pausedAt: row.paused_at }),
  ...(typeof row.secrets_rotated_at === 'number' && { secretsRotatedAt: row.secrets_rotated_at }),
});
