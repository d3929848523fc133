import type { Client, Connection, SecurityService } from '@parley/contracts';
import { apartFromCall, ServiceFault } from '@parley/contracts';
import { LRUCache } from 'lru-cache';

/** A connection as callers use it: its settings read once. */
export interface KnownConnection {
  readonly connection: string;
  readonly tenant: string;
  readonly channel: string;
  readonly flow: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** It takes no messages. */
  readonly paused: boolean;
}

export interface DirectoryLimits {
  readonly maxConnections?: number;
  /** A changed connection is seen everywhere after this long, ms. */
  readonly maxAgeMs?: number;
}

/** Connections by their public id, remembered for a while, the unknown ones too: a flood of wrong ids costs no look-ups. */
export class ConnectionDirectory {
  private readonly security: Client<SecurityService>;
  private readonly known: LRUCache<string, { readonly connection: KnownConnection | null }>;
  private readonly asking = new Map<string, Promise<KnownConnection | null>>();

  constructor(security: Client<SecurityService>, { maxConnections = 10_000, maxAgeMs = 1_000 }: DirectoryLimits = {}) {
    this.security = security;
    this.known = new LRUCache({ max: maxConnections, ttl: maxAgeMs });
  }

  /** What is remembered, without a promise; undefined = ask. */
  peek(connection: string): KnownConnection | null | undefined {
    return this.known.get(connection)?.connection;
  }

  /** @throws ServiceFault when security cannot be asked */
  async find(connection: string): Promise<KnownConnection | null> {
    const remembered = this.peek(connection);
    if (remembered !== undefined) return remembered;
    // Asked for everybody who waits, so that it does not end with the first one's call.
    const asking = this.asking.get(connection) ?? apartFromCall(() => this.ask(connection));
    this.asking.set(connection, asking);
    try {
      return await asking;
    } finally {
      this.asking.delete(connection);
    }
  }

  private async ask(connection: string): Promise<KnownConnection | null> {
    const found = await this.security.getConnection({ connection }).then(
      (answer) => answer.connection ?? null,
      (error: unknown) => {
        if (error instanceof ServiceFault && error.status === 'NOT_FOUND') return null;
        throw error;
      },
    );
    const read = found && readConnection(found);
    this.known.set(connection, { connection: read });
    return read;
  }
}

function readConnection(connection: Connection): KnownConnection {
  const { tenant, channel, flow, settingsJson, paused } = connection;
  const settings: unknown = settingsJson.length === 0 ? {} : JSON.parse(new TextDecoder().decode(settingsJson));
  return {
    connection: connection.connection,
    tenant,
    channel,
    flow,
    settings: settings as KnownConnection['settings'],
    paused,
  };
}
