import { Tenants, type Tenant } from './tenants.ts';

export interface TenantsStore {
  readonly tenants: Map<string, Tenant>;
  rootKey: string | null;
}

export const newTenantsStore = (): TenantsStore => ({ tenants: new Map(), rootKey: null });

export class MemoryTenants extends Tenants {
  private readonly store: TenantsStore;

  constructor(store: TenantsStore = newTenantsStore()) {
    super();
    this.store = store;
  }

  override create(tenant: Tenant): Promise<'created' | 'exists'> {
    if (this.store.tenants.has(tenant.tenant)) return Promise.resolve('exists');
    this.store.tenants.set(tenant.tenant, tenant);
    return Promise.resolve('created');
  }

  override get(tenant: string): Promise<Tenant | null> {
    return Promise.resolve(this.store.tenants.get(tenant) ?? null);
  }

  override list(after: string, limit: number): Promise<readonly Pick<Tenant, 'tenant' | 'createdAt'>[]> {
    const living = [...this.store.tenants.values()].filter(({ wrappedKey }) => wrappedKey.length > 0);
    const rows = living.filter(({ tenant }) => tenant > after);
    const inOrder = rows.sort((one, other) => (one.tenant < other.tenant ? -1 : 1)).slice(0, limit);
    return Promise.resolve(inOrder.map(({ tenant, createdAt }) => ({ tenant, createdAt })));
  }

  override rootKey(fingerprint?: string): Promise<string | null> {
    if (fingerprint !== undefined) this.store.rootKey ??= fingerprint;
    return Promise.resolve(this.store.rootKey);
  }
}
