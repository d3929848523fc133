import { Figures, type ConnectionFigures, type Usage } from '@parley/ports';
import type { Tables } from '../database/collections.ts';
import { keyOf, under } from '../database/keys.ts';

/** A conversation that moves while it is counted may be counted twice: nothing rests on these figures. */
export class MongoFigures extends Figures {
  constructor(private readonly tables: Pick<Tables, 'conversations' | 'deliveries' | 'quarantine'>) {
    super();
  }

  override async usage(tenant: string): Promise<Usage> {
    // One sum at a time: FerretDB 1 adds up the first of several alone.
    const [conversations, messages, entries] = await Promise.all([
      this.tables.conversations.sums({ tenant }, 'status', 1),
      this.tables.conversations.sums({ tenant }, 'status', '$lastMessage'),
      this.tables.conversations.sums({ tenant }, 'status', '$seq'),
    ]);
    return {
      conversations: total(conversations),
      messages: total(messages),
      entries: total(entries),
      byStatus: Object.fromEntries(conversations),
    };
  }

  override async connection(tenant: string, connection: string): Promise<ConnectionFigures> {
    const own = { _id: under(keyOf(tenant)), connection };
    const [pending, quarantined] = await Promise.all([
      this.tables.deliveries.find(own, { fields: ['createdAt'] }),
      this.tables.quarantine.count({ tenant, connection }),
    ]);
    const oldestPendingAt = pending.reduce<number | null>(
      (oldest, { createdAt }) => Math.min(oldest ?? Infinity, createdAt),
      null,
    );
    return { pendingDeliveries: pending.length, oldestPendingAt, quarantined };
  }
}

const total = (sums: ReadonlyMap<string, number>): number => [...sums.values()].reduce((all, one) => all + one, 0);
