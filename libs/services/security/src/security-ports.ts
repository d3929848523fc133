import type { ApiKeys, Connections, IdempotencyKeys, Sealing, Tenants } from '@parley/ports';
import type { Keyring } from '@parley/service-kit';

/** Everything that the security service needs. */
export interface SecurityPorts {
  readonly tenants: Tenants;
  readonly apiKeys: ApiKeys;
  readonly connections: Connections;
  readonly idempotency: IdempotencyKeys;
  readonly sealing: Sealing;
  readonly keyring: Keyring;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Cryptographically random bytes. */
  readonly random: (bytes: number) => Uint8Array;
  /** Tells the operator; never of anybody's secrets. */
  readonly warn: (event: string, details: Readonly<Record<string, unknown>>) => void;
}
