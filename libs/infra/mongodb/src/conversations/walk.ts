import type { SearchPlace } from '@parley/ports';
import type { Filter } from 'mongodb';
import type { Tables } from '../database/collections.ts';
import { NewestRows } from '../database/newest-rows.ts';
import type { SummaryRow } from '../database/rows.ts';
import { newestFirst } from './summary-row.ts';

/** A tenant's conversations from a place on, within times (ms; `until` is not in it). */
export interface Stretch {
  readonly tenant: string;
  readonly after?: SearchPlace | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

export interface Walked {
  /** Newest first; fewer than the limit when some turned out to be outdated. */
  readonly rows: readonly SummaryRow[];
  /** Where the walk stands; null = it has seen the end. */
  readonly next: SearchPlace | null;
}

/**
 * The next conversations of a stretch, at most so many: by the index of the list, and then by the newest row of each. A row that
 * another has outdated meanwhile gives way to it; one whose newest row belongs to an earlier page was on that page.
 */
export async function walk(tables: Pick<Tables, 'conversations'>, stretch: Stretch, limit: number): Promise<Walked> {
  const listed = await tables.conversations.find(filterOf(stretch), {
    sort: { tenant: 1, updatedAt: -1, conversation: -1 },
    limit,
  });
  const newest = await new NewestRows(tables.conversations).read(listed.map(({ of }) => of));
  const rows = [...newest.values()].filter((row) => isWithin(row, stretch)).sort(newestFirst);
  const last = listed.at(-1);
  return { rows, next: listed.length < limit || last === undefined ? null : placeOf(last) };
}

export const placeOf = ({ updatedAt, conversation }: SearchPlace): SearchPlace => ({ updatedAt, conversation });

/** As the filter says. */
export function isWithin(row: SummaryRow, { after, since = 0, until = Infinity }: Stretch): boolean {
  return row.updatedAt >= since && row.updatedAt < until && (after === undefined || newestFirst(after, row) < 0);
}

function filterOf({ tenant, after, since, until }: Stretch): Filter<SummaryRow> {
  const times = {
    ...(since !== undefined && { $gte: since }),
    ...(until !== undefined && { $lt: until }),
    ...(after !== undefined && { $lte: after.updatedAt }),
  };
  return {
    tenant,
    ...(Object.keys(times).length > 0 && { updatedAt: times }),
    ...(after !== undefined && {
      $or: [{ updatedAt: { $lt: after.updatedAt } }, { conversation: { $lt: after.conversation } }],
    }),
  };
}
