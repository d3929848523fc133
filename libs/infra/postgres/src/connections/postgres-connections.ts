import { Connections, type Connection } from '@parley/ports';
import type { Database } from '../database/database.ts';

const INSERT = {
  name: 'connections-insert',
  text: `insert into connections (tenant, connection, channel, flow, settings, sealed_secrets, created_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning connection`,
};
const FIND = { name: 'connections-find', text: `select * from find_connection($1)` };
const LIST = {
  name: 'connections-list',
  text: `select tenant, connection, channel, flow, settings, sealed_secrets, created_at::float8 as created_at
         from connections where tenant = $1 order by connections.created_at, connection`,
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
    const [row] = await this.database.query<ConnectionRow>(FIND, [connection]);
    return row ? fromRow(row) : null;
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
}

interface ConnectionRow {
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
});
