import type { Client, Connection, SecurityService } from '@parley/contracts';
import { apartFromCall, ServiceFault } from '@parley/contracts';
import type { Cache, CacheKind } from '@parley/ports';

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

/**
 * Never shared: a connection says whose what comes in by it is. Told of or not, a changed one is seen everywhere after
 * this time.
 */
const connections: CacheKind<KnownConnection | null> = { name: 'connection.v1', ttlMs: 1_000 };

/** Public ids are unique over all tenants. */
const keyOf = (connection: string) => ({ tenant: '', key: connection });

/** After a change is stored: every process asks for this connection again. */
export function forgetConnection(cache: Cache, connection: string): Promise<void> {
  return cache.invalidate(connections, keyOf(connection));
}

/** Connections by their public id, remembered for a while, the unknown ones too: a flood of wrong ids costs no look-ups. */
export class ConnectionDirectory {
  private readonly security: Client<SecurityService>;
  private readonly cache: Cache;

  /** @param cache the security service's, which tells it of changes */
  constructor(security: Client<SecurityService>, cache: Cache) {
    this.security = security;
    this.cache = cache;
  }

  /** What is remembered, without a promise; undefined = ask. */
  peek(connection: string): KnownConnection | null | undefined {
    return this.cache.peek(connections, keyOf(connection));
  }

  /** @throws ServiceFault when security cannot be asked */
  find(connection: string): Promise<KnownConnection | null> {
    // Asked for everybody who waits, so that it does not end with the first one's call.
    return this.cache.read(connections, keyOf(connection), () => apartFromCall(() => this.ask(connection)));
  }

  private async ask(connection: string): Promise<KnownConnection | null> {
    const found = await this.security.getConnection({ connection }).then(
      (answer) => answer.connection ?? null,
      (error: unknown) => {
        if (error instanceof ServiceFault && error.status === 'NOT_FOUND') return null;
        throw error;
      },
    );
    return found && readConnection(found);
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
