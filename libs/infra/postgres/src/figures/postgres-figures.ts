import { Figures, type ConnectionFigures, type Usage } from '@parley/ports';
import type { Database } from '../database/database.ts';

const USAGE = {
  name: 'figures-usage',
  text: `select status, count(*)::float8 as conversations, sum(last_message)::float8 as messages, sum(seq)::float8 as entries
         from conversations where tenant = $1 group by status order by status`,
};
const PENDING = {
  name: 'figures-pending',
  text: `select count(*)::float8 as pending, min(created_at)::float8 as oldest from deliveries
         where tenant = $1 and connection = $2`,
};
const QUARANTINED = {
  name: 'figures-quarantined',
  text: `select count(*)::float8 as bodies from quarantine where tenant = $1 and connection = $2`,
};

interface UsageRow {
  status: string;
  conversations: number;
  messages: number;
  entries: number;
}

export class PostgresFigures extends Figures {
  constructor(private readonly database: Database) {
    super();
  }

  override async usage(tenant: string): Promise<Usage> {
    const rows = await this.database.inTenants([tenant], (session) => session.query<UsageRow>(USAGE, [tenant]));
    const sum = (of: (row: UsageRow) => number): number => rows.reduce((total, row) => total + of(row), 0);
    return {
      conversations: sum((row) => row.conversations),
      messages: sum((row) => row.messages),
      entries: sum((row) => row.entries),
      byStatus: Object.fromEntries(rows.map((row) => [row.status, row.conversations])),
    };
  }

  override connection(tenant: string, connection: string): Promise<ConnectionFigures> {
    return this.database.inTenants([tenant], async (session) => {
      const values = [tenant, connection];
      const [pending] = await session.query<{ pending: number; oldest: number | null }>(PENDING, values);
      const [quarantined] = await session.query<{ bodies: number }>(QUARANTINED, values);
      return {
        pendingDeliveries: pending?.pending ?? 0,
        oldestPendingAt: pending?.oldest ?? null,
        quarantined: quarantined?.bodies ?? 0,
      };
    });
  }
}
