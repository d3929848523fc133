import type { ApiKeys, Connections, Sealing, Tenants } from '@parley/ports';
import type { Keyring } from '@parley/service-kit';

/** Everything that the security service needs. */
export interface SecurityPorts {
  readonly tenants: Tenants;
  readonly apiKeys: ApiKeys;
  readonly connections: Connections;
  readonly sealing: Sealing;
  readonly keyring: Keyring;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Cryptographically random bytes. */
  readonly random: (bytes: number) => Uint8Array;
}
