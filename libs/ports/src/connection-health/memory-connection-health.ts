import { ConnectionHealth, type ConnectionSign } from './connection-health.ts';

export type ConnectionHealthStore = Map<string, ConnectionSign>;

export class MemoryConnectionHealth extends ConnectionHealth {
  private readonly store: ConnectionHealthStore;

  constructor(store: ConnectionHealthStore = new Map()) {
    super();
    this.store = store;
  }

  override note(signs: readonly ConnectionSign[]): Promise<void> {
    for (const sign of signs) {
      const name = JSON.stringify([sign.tenant, sign.connection, sign.aspect]);
      if ((this.store.get(name)?.at ?? -Infinity) < sign.at) this.store.set(name, sign);
    }
    return Promise.resolve();
  }

  override read(tenant: string, connection: string): Promise<readonly ConnectionSign[]> {
    const signs = [...this.store.values()].filter((sign) => sign.tenant === tenant && sign.connection === connection);
    return Promise.resolve(signs.sort((a, b) => (a.aspect < b.aspect ? -1 : 1)));
  }
}
