import type { Filter } from 'mongodb';
import type { Row, Table } from './table.ts';

/** A row about something (`of`), whose id is `of` and a rank: of two, the one with the greater id counts. */
export interface RankedRow extends Row {
  readonly of: string;
}

/**
 * Of each thing the row of the highest rank. Instead of an update that two writers could both believe to have won, every version is
 * a row of its own; the newest is taken on reading, and each writer, when its own is in, takes away all but the newest. Whichever of
 * two writers looks later sees both rows: none that is outdated stays, unless a process dies between; then the next one sees to it.
 */
export class NewestRows<R extends RankedRow> {
  constructor(private readonly table: Table<R>) {}

  /** Three commands, however many rows; two where nothing is outdated. */
  async record(rows: readonly R[]): Promise<void> {
    if (rows.length === 0) return;
    const newest = [...newestOf(rows).values()];
    await this.table.insertAbsent(newest);
    const kept = await this.table.find(among(newest.map(({ of }) => of)), { fields: ['_id', 'of'] });
    const counting = newestOf(kept);
    const outdated = kept.filter(({ _id, of }) => counting.get(of)?._id !== _id);
    await this.table.removeIds(outdated.map(({ _id }) => _id));
  }

  /** By `of`. One command. */
  async read(of: readonly string[]): Promise<ReadonlyMap<string, R>> {
    return of.length === 0 ? new Map() : newestOf(await this.table.find(among<R>(of)));
  }
}

export function newestOf<R extends RankedRow>(rows: readonly R[]): ReadonlyMap<string, R> {
  const newest = new Map<string, R>();
  for (const row of rows) {
    const known = newest.get(row.of);
    if (known === undefined || known._id < row._id) newest.set(row.of, row);
  }
  return newest;
}

const among = <R extends RankedRow>(of: readonly string[]): Filter<R> =>
  ({ of: { $in: [...new Set(of)] } }) as unknown as Filter<R>;
