import { LRUCache } from 'lru-cache';
import { digits } from '../database/keys.ts';
import { NewestRows } from '../database/newest-rows.ts';
import type { SummaryRow } from '../database/rows.ts';
import type { Table } from '../database/table.ts';

const MOST_REMEMBERED = 50_000;
/** Beyond what is known, so many versions are looked for at most. */
const MOST_AHEAD = 1_000;

/**
 * Summaries on a server that reads the whole collection for anything but one id. Here every version gets its row, not only the newest
 * of a batch: whoever has seen one finds those after it, one id at a time. Where another process was at the conversation as well,
 * which shows in what is there or is not, it is looked for as on any other server.
 */
export class FollowedSummaries {
  private readonly rows: NewestRows<SummaryRow>;
  /** The newest version seen, by `of`. */
  private readonly seen = new LRUCache<string, number>({ max: MOST_REMEMBERED });

  constructor(private readonly table: Table<SummaryRow>) {
    this.rows = new NewestRows(table);
  }

  async record(rows: readonly SummaryRow[]): Promise<void> {
    const there = await this.table.insertAbsent(rows);
    const others: string[] = [];
    const follow = async ([of, versions]: readonly [string, readonly SummaryRow[]]): Promise<void> => {
      const isOurs = versions.every(({ _id }) => !there.has(_id)) && (await this.replaced(of, versions));
      if (!isOurs) others.push(of);
    };
    await Promise.all([...versionsOf(rows)].map(follow));
    await this.rows.tidy(others);
    // Looked for again when it is next asked for.
    for (const of of others) this.seen.delete(of);
  }

  /** By `of`. */
  async read(of: readonly string[]): Promise<ReadonlyMap<string, SummaryRow>> {
    const found = new Map<string, SummaryRow>();
    const followed = await Promise.all(of.map((key) => this.followed(key)));
    for (const row of followed) if (row !== null) found.set(row.of, row);
    const looked = await this.rows.read(of.filter((key) => !found.has(key)));
    for (const [key, row] of looked) found.set(key, row);
    for (const [key, { seq }] of found) this.seen.set(key, seq);
    return found;
  }

  /** Whether these versions follow on the one that was the newest here, and nobody else has taken that away. */
  private async replaced(of: string, versions: readonly SummaryRow[]): Promise<boolean> {
    const last = this.seen.get(of);
    if (last === undefined || versions.some(({ seq }, index) => seq !== last + 1 + index)) return false;
    const outdated = [`${of}/${digits(last)}`, ...versions.slice(0, -1).map(({ _id }) => _id)];
    const gone = await Promise.all(outdated.map((id) => this.table.removeIds([id])));
    if (gone.some((count) => count !== 1)) return false;
    this.seen.set(of, last + versions.length);
    return true;
  }

  private async followed(of: string): Promise<SummaryRow | null> {
    const seq = this.seen.get(of);
    if (seq === undefined) return null;
    const idAt = (version: number): string => `${of}/${digits(version)}`;
    const [there, after] = await Promise.all([
      this.table.find({ _id: idAt(seq) }),
      this.table.consecutive(idAt, seq + 1, seq + MOST_AHEAD),
    ]);
    return after.at(-1) ?? there[0] ?? null;
  }
}

/** By `of`, in order. */
function versionsOf(rows: readonly SummaryRow[]): ReadonlyMap<string, readonly SummaryRow[]> {
  const versions = new Map<string, SummaryRow[]>();
  for (const row of rows) versions.set(row.of, [...(versions.get(row.of) ?? []), row]);
  for (const ofOne of versions.values()) ofOne.sort((one, other) => one.seq - other.seq);
  return versions;
}
