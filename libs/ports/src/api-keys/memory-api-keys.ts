import { ApiKeys, type ApiKey } from './api-keys.ts';

export type ApiKeysStore = Map<string, ApiKey>;

export class MemoryApiKeys extends ApiKeys {
  private readonly store: ApiKeysStore;

  constructor(store: ApiKeysStore = new Map()) {
    super();
    this.store = store;
  }

  override insert(key: ApiKey): Promise<void> {
    if (this.store.has(key.id)) return Promise.reject(new Error(`An API key ${key.id} exists.`));
    this.store.set(key.id, key);
    return Promise.resolve();
  }

  override find(id: string): Promise<ApiKey | null> {
    return Promise.resolve(this.store.get(id) ?? null);
  }

  override revoke(tenant: string | null, id: string, at: number): Promise<void> {
    const key = this.store.get(id);
    if (key && key.tenant === tenant && key.revokedAt === null) this.store.set(id, { ...key, revokedAt: at });
    return Promise.resolve();
  }
}
