import type { Database } from '../database/database.ts';

const DAY_MS = 86_400_000;
/** Vendors send a webhook again for up to 7 days; twice that is kept (DURABILITY, rules 2, 14, 20). */
export const SHORTEST_RETENTION_MS = 14 * DAY_MS;
/** Rows in one statement, so that nobody waits for a sweep. */
const BATCH_ROWS = 5_000;

/** Takes away what no redelivery can ask for any more: handled log records, statuses, claims. Entries stay. */
export class PostgresRetention {
  constructor(
    private readonly database: Database,
    private readonly keptMs = SHORTEST_RETENTION_MS,
  ) {
    if (!(keptMs >= SHORTEST_RETENTION_MS)) throw new RangeError('the log is kept for at least 14 days');
  }

  /** Answers how many rows went. Meant for once an hour; doing it in two processes at once is harmless. */
  async sweep(now: number): Promise<number> {
    const before = now - this.keptMs;
    return (await this.retire('retire_log', before)) + (await this.retire('retire_tombstones', before));
  }

  private async retire(name: string, before: number): Promise<number> {
    let gone = 0;
    for (;;) {
      const statement = { name, text: `select parley.${name}($1, $2) as gone` };
      const [row] = await this.database.query<{ gone: number }>(statement, [before, BATCH_ROWS]);
      gone += row?.gone ?? 0;
      if ((row?.gone ?? 0) < BATCH_ROWS) return gone;
    }
  }
}
