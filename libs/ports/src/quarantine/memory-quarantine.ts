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

  override list(tenant: string, limit: number, before?: QuarantinedBody): Promise<readonly QuarantinedBody[]> {
    const items = [...this.store.values()].filter((item) => item.tenant === tenant).sort(newestFirst);
    const rest = items.filter((item) => before === undefined || newestFirst(before, item) < 0);
    return Promise.resolve(rest.slice(0, limit));
  }

  override get(tenant: string, id: string): Promise<QuarantinedBody | null> {
    return Promise.resolve(this.store.get(JSON.stringify([tenant, id])) ?? null);
  }

  override expire(before: number): Promise<number> {
    const old = [...this.store].filter(([, item]) => item.receivedAt < before);
    for (const [name] of old) this.store.delete(name);
    return Promise.resolve(old.length);
  }
}

function newestFirst(one: QuarantinedBody, other: QuarantinedBody): number {
  return other.receivedAt - one.receivedAt || (one.id < other.id ? -1 : Number(one.id > other.id));
}
