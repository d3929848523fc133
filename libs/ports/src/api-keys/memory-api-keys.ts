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

  override list(tenant: string, limit: number, before?: ApiKey): Promise<readonly ApiKey[]> {
    const own = [...this.store.values()].filter((key) => key.tenant === tenant).sort(newestFirst);
    const rest = before === undefined ? own : own.filter((key) => newestFirst(before, key) < 0);
    return Promise.resolve(rest.slice(0, limit));
  }

  override expire(tenant: string, id: string, at: number): Promise<void> {
    return this.change(tenant, id, (key) => ({ ...key, expiresAt: Math.min(key.expiresAt ?? at, at) }));
  }

  override touch(tenant: string | null, id: string, at: number): Promise<void> {
    return this.change(tenant, id, (key) => ({ ...key, lastUsedAt: Math.max(key.lastUsedAt ?? at, at) }));
  }

  private change(tenant: string | null, id: string, change: (key: ApiKey) => ApiKey): Promise<void> {
    const key = this.store.get(id);
    if (key?.tenant === tenant) this.store.set(id, change(key));
    return Promise.resolve();
  }
}

function newestFirst(one: ApiKey, other: ApiKey): number {
  return other.createdAt - one.createdAt || (one.id < other.id ? -1 : Number(one.id > other.id));
}
