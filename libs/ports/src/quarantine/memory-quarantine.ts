import { Quarantine, type QuarantinedBody } from './quarantine.ts';

export type QuarantineStore = Map<string, QuarantinedBody>;

export class MemoryQuarantine extends Quarantine {
  private readonly store: QuarantineStore;

  constructor(store: QuarantineStore = new Map()) {
    super();
    this.store = store;
  }

  override keep(item: QuarantinedBody): Promise<void> {
    const name = JSON.stringify([item.tenant, item.id]);
    if (!this.store.has(name)) this.store.set(name, item);
    return Promise.resolve();
  }

  override list(tenant: string, limit: number): Promise<readonly QuarantinedBody[]> {
    const items = [...this.store.values()].filter((item) => item.tenant === tenant);
    items.sort((a, b) => b.receivedAt - a.receivedAt || (a.id < b.id ? -1 : 1));
    return Promise.resolve(items.slice(0, limit));
  }

  override expire(before: number): Promise<number> {
    const old = [...this.store].filter(([, item]) => item.receivedAt < before);
    for (const [name] of old) this.store.delete(name);
    return Promise.resolve(old.length);
  }
}
