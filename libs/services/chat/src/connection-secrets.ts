import { apartFromCall, connectionSecretsContext } from '@parley/contracts';
import type { KnownConnection } from '@parley/service-kit';
import { LRUCache } from 'lru-cache';
import type { ChatPorts } from './chat-ports.ts';

export type Secrets = Readonly<Record<string, string>>;

/** A changed secret is used everywhere after this long, ms. */
const maxAgeMs = 1_000;
const maxConnections = 10_000;

/** Secrets of connections, opened here and remembered for a while. They cross between services sealed. */
export class ConnectionSecrets {
  private readonly ports: Pick<ChatPorts, 'security' | 'keyring' | 'sealing'>;
  private readonly known = new LRUCache<string, Promise<Secrets>>({ max: maxConnections, ttl: maxAgeMs });

  constructor(ports: Pick<ChatPorts, 'security' | 'keyring' | 'sealing'>) {
    this.ports = ports;
  }

  /** Those of these names that the connection has, and no others. */
  of(connection: KnownConnection, names: readonly string[]): Promise<Secrets> {
    if (names.length === 0) return Promise.resolve({});
    const key = `${connection.connection}\n${names.join()}`;
    const known = this.known.get(key);
    if (known) return known;
    const asked = apartFromCall(() => this.ask(connection)).then((all) => narrowed(all, names));
    this.known.set(key, asked);
    // A failure is no answer: the next one asks again.
    asked.catch(() => this.known.delete(key));
    return asked;
  }

  private async ask({ tenant, connection }: KnownConnection): Promise<Secrets> {
    const { security, keyring, sealing } = this.ports;
    const { sealedSecrets } = await security.getConnectionSecrets({ connection });
    const key = await keyring.tenantKey(tenant);
    const opened = sealing.open(key, sealedSecrets, connectionSecretsContext(tenant, connection));
    if (opened === null) throw new Error(`The secrets of connection ${connection} do not open: they were changed.`);
    const read = JSON.parse(new TextDecoder().decode(opened)) as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      Object.entries(read).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  }
}

function narrowed(all: Secrets, names: readonly string[]): Secrets {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = Object.hasOwn(all, name) ? all[name] : undefined;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
