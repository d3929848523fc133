/** The tenants, with their two keys, each wrapped by the platform's root key. */
export abstract class Tenants {
  abstract create(tenant: Tenant): Promise<'created' | 'exists'>;
  abstract get(tenant: string): Promise<Tenant | null>;
  /** In order of their ids, those after this one; no names, and no tombstones (tenants without keys). For the platform alone. */
  abstract list(after: string, limit: number): Promise<readonly Pick<Tenant, 'tenant' | 'createdAt'>[]>;
  /**
   * Fingerprint of the root key that wraps the keys in this store; null = none was ever named. With an argument it is
   * named if none is (the first counts), so that a start with another key file is noticed before anything is written.
   */
  abstract rootKey(fingerprint?: string): Promise<string | null>;
}

export interface Tenant {
  readonly tenant: string;
  readonly name: string;
  /** ms since the epoch. */
  readonly createdAt: number;
  /** The tenant's key, wrapped by the platform's key; wraps conversation keys. */
  readonly wrappedKey: Uint8Array;
  /** Keys the hash that makes conversation ids; wrapped likewise, never rotated. */
  readonly wrappedIdKey: Uint8Array;
}
