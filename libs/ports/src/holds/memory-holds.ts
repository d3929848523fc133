import { Holds, type Hold } from './holds.ts';

export type HoldsStore = Map<string, Hold>;

export class MemoryHolds extends Holds {
  private readonly store: HoldsStore;

  constructor(store: HoldsStore = new Map()) {
    super();
    this.store = store;
  }

  override add(hold: Hold): Promise<void> {
    const name = JSON.stringify([hold.tenant, hold.connection, hold.bucket]);
    if ((this.store.get(name)?.until ?? -Infinity) < hold.until) this.store.set(name, hold);
    return Promise.resolve();
  }

  override active(now: number): Promise<readonly Hold[]> {
    return Promise.resolve([...this.store.values()].filter(({ until }) => until > now));
  }
}
