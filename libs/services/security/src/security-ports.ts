import type { ApiKeys, Blobs, Cache, Connections, IdempotencyKeys, Sealing, Tenants } from '@parley/ports';
import type { Keyring } from '@parley/service-kit';

/** Everything that is kept of a tenant, in whatever table. */
export interface TenantRecords {
  /** Takes away its API keys and connections. Again is the same. */
  close(tenant: string): Promise<void>;
  /** Takes away its keys, and leaves a tombstone. Again is the same. */
  destroyKeys(tenant: string): Promise<void>;
  /** Deletes at most so many rows of each table; answers how many. */
  erase(tenant: string, most: number): Promise<number>;
  /** Whether anything is left besides the tombstone. */
  isAnyLeft(tenant: string): Promise<boolean>;
}

/** Everything that the security service needs. */
export interface SecurityPorts {
  readonly tenants: Tenants;
  readonly apiKeys: ApiKeys;
  readonly connections: Connections;
  readonly idempotency: IdempotencyKeys;
  /** This service's own; who remembers its connections remembers them here, too. */
  readonly cache: Cache;
  readonly sealing: Sealing;
  readonly keyring: Keyring;
  readonly records: TenantRecords;
  readonly blobs: Pick<Blobs, 'deleteAll'>;
  /** Notes, durably and outside the database, that a tenant is about to be erased. `at` in ms since the epoch. */
  readonly erasing: (tenant: string, at: number) => Promise<void>;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Cryptographically random bytes. */
  readonly random: (bytes: number) => Uint8Array;
  /** Tells the operator; never of anybody's secrets. */
  readonly warn: (event: string, details: Readonly<Record<string, unknown>>) => void;
}
