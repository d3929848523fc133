import type { ConversationRef } from '@parley/ports';
import type { Database } from '../database/database.ts';

const DAY_MS = 86_400_000;
/** Vendors send a webhook again for up to 7 days; twice that is kept (DURABILITY, rules 2, 14, 20). */
export const SHORTEST_RETENTION_MS = 14 * DAY_MS;
/** Rows in one statement, so that nobody waits for a sweep. */
const BATCH_ROWS = 5_000;
const BATCH_CONVERSATIONS = 100;

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

  /** Conversations that ended before a time, at most so many: whoever asks erases them. */
  async ended(before: number, most: number): Promise<readonly ConversationRef[]> {
    const statement = { name: 'ended', text: 'select tenant, conversation from parley.ended_conversations($1, $2)' };
    return this.database.query<{ tenant: string; conversation: string }>(statement, [before, most]);
  }

  /** Takes away entries before the tombstones of conversations erased long ago; answers how many. */
  async retireEntries(now: number): Promise<number> {
    const statement = { name: 'retire-entries', text: 'select parley.retire_entries($1, $2) as gone' };
    for (let gone = 0; ;) {
      const [row] = await this.database.query<{ gone: number }>(statement, [now - this.keptMs, BATCH_CONVERSATIONS]);
      if ((row?.gone ?? 0) === 0) return gone;
      gone += row?.gone ?? 0;
    }
  }

  /** Takes away the oldest of the quarantine until so many bytes are left; answers how many went. */
  async trimQuarantine(mostBytes: number): Promise<number> {
    const statement = { name: 'trim-quarantine', text: 'select parley.trim_quarantine($1) as gone' };
    return (await this.database.query<{ gone: number }>(statement, [mostBytes]))[0]?.gone ?? 0;
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
