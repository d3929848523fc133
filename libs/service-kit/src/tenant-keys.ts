import { apartFromCall } from '@parley/contracts';
import type { Sealing, Tenant, Tenants } from '@parley/ports';
import { LRUCache } from 'lru-cache';

/** The two keys of a new tenant, wrapped by the platform's root key, ready for its row. */
export function newTenantKeys(sealing: Sealing, tenant: string): Pick<Tenant, 'wrappedKey' | 'wrappedIdKey'> {
  return {
    wrappedKey: sealing.wrap(sealing.newKey(), keyContext(tenant)),
    wrappedIdKey: sealing.wrap(sealing.newKey(), idKeyContext(tenant)),
  };
}

export interface OpenTenantKeys {
  readonly key: Uint8Array;
  readonly idKey: Uint8Array;
}

/** Opens a tenant's keys. @throws UnknownTenant, TenantErased, KeyUnreadable */
export type OpensTenantKeys = (tenant: string) => Promise<OpenTenantKeys>;

/** Opens them where their rows and the root key are. */
export function storedTenantKeys(tenants: Pick<Tenants, 'get'>, sealing: Sealing): OpensTenantKeys {
  return async (tenant) => {
    const row = await tenants.get(tenant);
    if (!row) throw new UnknownTenant(tenant);
    if (row.wrappedKey.length === 0) throw new TenantErased(tenant);
    const key = sealing.unwrap(row.wrappedKey, keyContext(tenant));
    const idKey = sealing.unwrap(row.wrappedIdKey, idKeyContext(tenant));
    if (!key || !idKey) throw new KeyUnreadable(`the keys of tenant ${tenant}`);
    return { key, idKey };
  };
}

/** Tenants' keys, opened once and remembered. */
export class TenantKeys {
  private readonly opened: LRUCache<string, OpenTenantKeys>;
  private readonly opening = new Map<string, Promise<OpenTenantKeys>>();

  /** @param maxAgeMs undefined = for as long as there is room: right where only this process destroys keys */
  constructor(
    private readonly opens: OpensTenantKeys,
    { max, maxAgeMs }: { readonly max: number; readonly maxAgeMs?: number | undefined },
  ) {
    this.opened = new LRUCache({ max, ...(maxAgeMs !== undefined && { ttl: maxAgeMs }) });
  }

  /** What is already open, without a promise. */
  peek(tenant: string): OpenTenantKeys | undefined {
    return this.opened.get(tenant);
  }

  /** @throws UnknownTenant, KeyUnreadable */
  async of(tenant: string): Promise<OpenTenantKeys> {
    const known = this.opened.get(tenant);
    if (known) return known;
    // Asked for everybody who waits, so that it does not end with the first one's call.
    const pending = this.opening.get(tenant) ?? apartFromCall(() => this.load(tenant));
    this.opening.set(tenant, pending);
    try {
      return await pending;
    } finally {
      this.opening.delete(tenant);
    }
  }

  forget(tenant: string): void {
    this.opened.delete(tenant);
  }

  private async load(tenant: string): Promise<OpenTenantKeys> {
    const keys = await this.opens(tenant);
    this.opened.set(tenant, keys);
    return keys;
  }
}

/** Nobody created this tenant: nothing may be sealed for it. */
export class UnknownTenant extends Error {
  override readonly name = 'UnknownTenant';
  constructor(tenant: string) {
    super(`There is no tenant ${tenant}.`);
  }
}

/** Its keys were destroyed: whatever they sealed is unreadable for ever, and nothing may be sealed for it again. */
export class TenantErased extends UnknownTenant {
  constructor(readonly tenant: string) {
    super(tenant);
  }
}

/** A key row is there but its key does not open: another root key wrapped it, or a byte changed. Never taken for "destroyed". */
export class KeyUnreadable extends Error {
  override readonly name = 'KeyUnreadable';
  constructor(what: string) {
    super(
      `Cannot open ${what}: they were wrapped by another root key, or changed. Restore the key file that belongs to this database.`,
    );
  }
}

const keyContext = (tenant: string): string => `tenant-key:${tenant}`;
const idKeyContext = (tenant: string): string => `tenant-id-key:${tenant}`;
