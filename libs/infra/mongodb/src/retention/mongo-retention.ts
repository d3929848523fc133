import type { ConversationRef } from '@parley/ports';
import type { Tables } from '../database/collections.ts';
import { digits } from '../database/keys.ts';
import { NewestRows } from '../database/newest-rows.ts';
import type { ErasureRow } from '../database/rows.ts';

const DAY_MS = 86_400_000;
/** Vendors send a webhook again for up to 7 days; twice that is kept (DURABILITY, rules 2, 14, 20). */
export const SHORTEST_RETENTION_MS = 14 * DAY_MS;
/** Rows in one command, so that nobody waits for a sweep. */
const BATCH_ROWS = 1_000;

/** Takes away what no redelivery can ask for any more: statuses, claims, holds that are over, what holds the places of erased messages. */
export class MongoRetention {
  constructor(
    private readonly tables: Tables,
    private readonly keptMs = SHORTEST_RETENTION_MS,
  ) {
    if (!(keptMs >= SHORTEST_RETENTION_MS)) throw new RangeError('tombstones are kept for at least 14 days');
  }

  /** Answers how many rows went. Meant for once an hour; doing it in two processes at once is harmless. */
  async sweep(now: number): Promise<number> {
    const before = now - this.keptMs;
    const holds = await this.tables.not_before.remove({ until: { $lt: now } });
    return holds + (await this.statuses(before)) + (await this.claims(before)) + (await this.emptied(before));
  }

  /** Conversations that ended before a time, at most so many: whoever asks erases them. */
  async ended(before: number, most: number): Promise<readonly ConversationRef[]> {
    const look = { sort: { status: 1, updatedAt: 1 }, limit: most } as const;
    const listed = await this.tables.conversations.find({ status: 'ended', updatedAt: { $lt: before } }, look);
    // A row that is outdated tells of an end that is none any more.
    const newest = await new NewestRows(this.tables.conversations).read(listed.map(({ of }) => of));
    return [...newest.values()]
      .filter(({ status, updatedAt }) => status === 'ended' && updatedAt < before)
      .map(({ tenant, conversation }) => ({ tenant, conversation }));
  }

  /** Takes away the oldest of the quarantine until so many bytes are left; answers how many went. */
  async trimQuarantine(mostBytes: number): Promise<number> {
    const newestFirst = { sort: { receivedAt: -1, _id: 1 }, fields: ['_id', 'bytes'] } as const;
    let bytes = 0;
    let gone = 0;
    for await (const rows of this.tables.quarantine.batches({}, BATCH_ROWS, newestFirst)) {
      const over = rows.filter((row) => (bytes += row.bytes) > mostBytes);
      gone += await this.tables.quarantine.removeIds(over.map(({ _id }) => _id));
    }
    return gone;
  }

  private async statuses(before: number): Promise<number> {
    let gone = 0;
    const look = { fields: ['_id', 'of'] } as const;
    for await (const rows of this.tables.delivery_statuses.batches({ at: { $lt: before } }, BATCH_ROWS, look)) {
      // First what a status sees through: without it that would be a delivery again.
      await this.tables.deliveries.removeIds([...new Set(rows.map(({ of }) => of))]);
      gone += await this.tables.delivery_statuses.removeIds(rows.map(({ _id }) => _id));
    }
    return gone;
  }

  /** Those of what is pending stay: they count its attempts. */
  private async claims(before: number): Promise<number> {
    let gone = 0;
    const look = { fields: ['_id', 'of'] } as const;
    for await (const rows of this.tables.delivery_claims.batches({ claimedUntil: { $lt: before } }, BATCH_ROWS, look)) {
      const replies = [...new Set(rows.map(({ of }) => of))];
      const rest = await this.tables.deliveries.find({ _id: { $in: replies } }, { fields: ['_id'] });
      const pending = new Set(rest.map(({ _id }) => _id));
      gone += await this.tables.delivery_claims.removeIds(
        rows.filter(({ of }) => !pending.has(of)).map(({ _id }) => _id),
      );
    }
    return gone;
  }

  private async emptied(before: number): Promise<number> {
    let gone = 0;
    for await (const rows of this.tables.erased_messages.batches({ at: { $lt: before } }, BATCH_ROWS)) {
      for (const row of rows) gone += await this.emptyPlaces(row);
    }
    return gone;
  }

  private async emptyPlaces({ _id, of, number }: ErasureRow): Promise<number> {
    const range = { $gte: `${of}/`, $lte: `${of}/${digits(number)}` };
    const gone = await this.tables.messages.remove({ _id: range, goneThrough: { $exists: true } });
    await this.tables.erased_messages.change({ _id }, { $unset: { at: '' } });
    return gone;
  }
}
