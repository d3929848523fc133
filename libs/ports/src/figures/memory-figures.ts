import type { MemoryStore } from '../memory-store.ts';
import type { Quarantine } from '../quarantine/quarantine.ts';
import { Figures, type ConnectionFigures, type Usage } from './figures.ts';

/** Over the store that the memory twins of the durable path share, and the twin of the quarantine. */
export class MemoryFigures extends Figures {
  private readonly store: MemoryStore;
  private readonly quarantine: Quarantine;

  constructor(store: MemoryStore, quarantine: Quarantine) {
    super();
    this.store = store;
    this.quarantine = quarantine;
  }

  override usage(tenant: string): Promise<Usage> {
    const own = [...this.store.summaries.values()].filter((row) => row.tenant === tenant);
    const byStatus: Record<string, number> = {};
    for (const { status } of own) byStatus[status] = (byStatus[status] ?? 0) + 1;
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
    const messages = sum(own.map(({ lastMessage }) => lastMessage));
    return Promise.resolve({ conversations: own.length, messages, entries: sum(own.map(({ seq }) => seq)), byStatus });
  }

  override async connection(tenant: string, connection: string): Promise<ConnectionFigures> {
    const isOwn = (row: { readonly tenant: string; readonly connection: string }): boolean =>
      row.tenant === tenant && row.connection === connection;
    const pending = [...this.store.deliveries.values()].filter(isOwn).map(({ createdAt }) => createdAt);
    const quarantined = (await this.quarantine.list(tenant, 100_000)).filter(isOwn).length;
    const oldestPendingAt = pending.length === 0 ? null : Math.min(...pending);
    return { pendingDeliveries: pending.length, oldestPendingAt, quarantined };
  }
}
