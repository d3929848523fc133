/** A tenant's connection to a channel: its vendor, its flow, its sealed secrets. */
export abstract class Connections {
  /** A public id is one connection's, over all tenants. */
  abstract insert(connection: Connection): Promise<'created' | 'exists'>;
  /** By its public id, before the tenant is known. */
  abstract find(connection: string): Promise<Connection | null>;
  /** In order of creation; of one ms, by id. */
  abstract list(tenant: string): Promise<readonly Connection[]>;
  /** Binds the connection to a flow: new episodes run that flow's default version. */
  abstract bind(tenant: string, connection: string, flow: string): Promise<'bound' | 'no-such-connection'>;
  /** Pauses it since this time; null = it goes on. */
  abstract pause(tenant: string, connection: string, pausedAt: number | null): Promise<'done' | 'no-such-connection'>;
  abstract replaceSecrets(
    tenant: string,
    connection: string,
    sealedSecrets: Uint8Array,
    at: number,
  ): Promise<'done' | 'no-such-connection'>;
}

export interface Connection {
  readonly connection: string;
  readonly tenant: string;
  readonly channel: string;
  readonly flow: string;
  /** Public settings (allowed origins, title, …): JSON. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Sealed under the tenant's key. */
  readonly sealedSecrets: Uint8Array;
  /** ms since the epoch. */
  readonly createdAt: number;
  /** Since when it takes no messages, ms since the epoch; absent = it takes them. */
  readonly pausedAt?: number;
  /** When its secrets were replaced last, ms since the epoch; absent = never. */
  readonly secretsRotatedAt?: number;
}
