import { Connections, type Connection } from './connections.ts';

export type ConnectionsStore = Map<string, Connection>;

export class MemoryConnections extends Connections {
  private readonly store: ConnectionsStore;

  constructor(store: ConnectionsStore = new Map()) {
    super();
    this.store = store;
  }

  override insert(connection: Connection): Promise<'created' | 'exists'> {
    if (this.store.has(connection.connection)) return Promise.resolve('exists');
    this.store.set(connection.connection, connection);
    return Promise.resolve('created');
  }

  override find(connection: string): Promise<Connection | null> {
    return Promise.resolve(this.store.get(connection) ?? null);
  }

  override list(tenant: string): Promise<readonly Connection[]> {
    const rows = [...this.store.values()].filter((row) => row.tenant === tenant);
    return Promise.resolve(rows.sort((a, b) => a.createdAt - b.createdAt || (a.connection < b.connection ? -1 : 1)));
  }

  override bind(tenant: string, connection: string, flow: string): Promise<'bound' | 'no-such-connection'> {
    const row = this.store.get(connection);
    if (row?.tenant !== tenant) return Promise.resolve('no-such-connection');
    this.store.set(connection, { ...row, flow });
    return Promise.resolve('bound');
  }

  override pause(tenant: string, connection: string, pausedAt: number | null): Promise<'done' | 'no-such-connection'> {
    return this.change(tenant, connection, ({ pausedAt: _, ...row }) =>
      pausedAt === null ? row : { ...row, pausedAt },
    );
  }

  override replaceSecrets(
    tenant: string,
    connection: string,
    sealedSecrets: Uint8Array,
    secretsRotatedAt: number,
  ): Promise<'done' | 'no-such-connection'> {
    return this.change(tenant, connection, (row) => ({ ...row, sealedSecrets, secretsRotatedAt }));
  }

  private change(
    tenant: string,
    connection: string,
    change: (row: Connection) => Connection,
  ): Promise<'done' | 'no-such-connection'> {
    const row = this.store.get(connection);
    if (row?.tenant !== tenant) return Promise.resolve('no-such-connection');
    this.store.set(connection, change(row));
    return Promise.resolve('done');
  }
}
