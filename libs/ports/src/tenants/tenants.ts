export abstract class Tenants {
  abstract create(tenant: Tenant): Promise<'created' | 'exists'>;
  abstract get(tenant: string): Promise<Tenant | null>;
}

export interface Tenant {
  readonly tenant: string;
  readonly name: string;
  readonly createdAt: number;
  /** The tenant's key, wrapped by the platform's key; wraps conversation keys. */
  readonly wrappedKey: Uint8Array;
  /** Keys the hash that makes conversation ids; wrapped likewise, never rotated. */
  readonly wrappedIdKey: Uint8Array;
}
