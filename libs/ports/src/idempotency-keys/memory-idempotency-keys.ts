import { IdempotencyKeys, type IdempotencyClaim, type IdempotencyRow } from './idempotency-keys.ts';

export type IdempotencyStore = Map<string, IdempotencyRow>;

export class MemoryIdempotencyKeys extends IdempotencyKeys {
  private readonly store: IdempotencyStore;

  constructor(store: IdempotencyStore = new Map()) {
    super();
    this.store = store;
  }

  override claim(
    claim: IdempotencyClaim,
    { takenOver, givenUp }: { readonly takenOver: number; readonly givenUp: number },
  ): Promise<'claimed' | IdempotencyRow> {
    const name = nameOf(claim.tenant, claim.key);
    const row = this.store.get(name);
    if (row && row.createdAt >= (row.status === null ? givenUp : takenOver)) return Promise.resolve(row);
    this.store.set(name, { ...claim, status: null, sealed: null });
    return Promise.resolve('claimed');
  }

  override settle(tenant: string, key: string, status: number, sealed: Uint8Array | null): Promise<void> {
    const row = this.store.get(nameOf(tenant, key));
    if (row?.status === null) this.store.set(nameOf(tenant, key), { ...row, status, sealed });
    return Promise.resolve();
  }

  override release(tenant: string, key: string): Promise<void> {
    if (this.store.get(nameOf(tenant, key))?.status === null) this.store.delete(nameOf(tenant, key));
    return Promise.resolve();
  }

  override expire(before: number): Promise<number> {
    const old = [...this.store].filter(([, row]) => row.createdAt < before);
    for (const [name] of old) this.store.delete(name);
    return Promise.resolve(old.length);
  }
}

const nameOf = (tenant: string, key: string): string => `${tenant}\n${key}`;
