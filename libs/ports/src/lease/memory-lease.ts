import { Lease } from './lease.ts';

/** Who holds which name. Shared by the leases of one process. */
export interface LeaseStore {
  readonly held: Map<string, { readonly token: string; readonly until: number }>;
  taken: number;
}

export const newLeaseStore = (): LeaseStore => ({ held: new Map(), taken: 0 });

/** Leases in the memory of one process: the twin, and the right adapter where one process is all there is. */
export class MemoryLease extends Lease {
  private readonly now: () => number;
  private readonly store: LeaseStore;

  /** @param now ms, of any clock that never goes back. */
  constructor(now: () => number = () => performance.now(), store: LeaseStore = newLeaseStore()) {
    super();
    this.now = now;
    this.store = store;
  }

  override take(name: string, ttlMs: number): Promise<string | null> {
    const { held } = this.store;
    const at = this.now();
    const holder = held.get(name);
    if (holder && holder.until > at) return Promise.resolve(null);
    if (held.size >= SWEEP_AT) sweep(held, at);
    this.store.taken += 1;
    const token = `${this.store.taken}`;
    held.set(name, { token, until: at + ttlMs });
    return Promise.resolve(token);
  }

  override release(name: string, token: string): Promise<void> {
    if (this.store.held.get(name)?.token === token) this.store.held.delete(name);
    return Promise.resolve();
  }
}

/** Holders that died leave their lease behind; from this many on, the expired ones are thrown away. */
const SWEEP_AT = 10_000;

function sweep(held: LeaseStore['held'], at: number): void {
  for (const [name, { until }] of held) if (until <= at) held.delete(name);
}
