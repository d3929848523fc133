import type { LogRecord } from '@parley/ports';
import type { CommitNote } from './commit-note.ts';

/**
 * Suspects under way at once. What was begun before and lies waiting takes as many places of a note again, so that it
 * always fits.
 */
export const MAX_SUSPECTS_UNDER_WAY = 120;

/**
 * How often records of a partition were begun by processes that died (DURABILITY 19). Counted is only what lay in the
 * log when a process took the partition over from one that had not drained it: the suspects.
 */
export class AttemptCount {
  /** Begun before us, and not settled since. */
  private readonly before: Map<number, number>;
  private readonly underWay = new Map<number, number>();

  /**
   * @param lastSuspect last offset in the log when the partition was taken over; -1 = there is nothing to count.
   * @param isOwnerAlive the owner before us did not die of what it had begun: it only lost the partition.
   */
  constructor(
    note: CommitNote,
    private readonly lastSuspect: number,
    isOwnerAlive: boolean,
  ) {
    const begun = [...note.attempts].map(([at, attempts]) => [at, isOwnerAlive ? attempts - 1 : attempts] as const);
    const known = begun.filter(([, attempts]) => attempts > 0).sort((a, b) => b[1] - a[1]);
    this.before = new Map(known.slice(0, MAX_SUSPECTS_UNDER_WAY));
  }

  /** The attempt that handing over this record would be. */
  attemptOf(offset: number): number {
    return (this.before.get(offset) ?? 0) + 1;
  }

  isSuspect({ offset }: LogRecord): boolean {
    return Number(offset) <= this.lastSuspect;
  }

  /** How many suspects more may be under way. */
  get places(): number {
    return MAX_SUSPECTS_UNDER_WAY - this.underWay.size;
  }

  /** Counts the suspects among them: from now on they are in the note. */
  begin(records: readonly LogRecord[]): void {
    for (const record of records) {
      if (this.isSuspect(record)) this.underWay.set(Number(record.offset), record.attempt);
    }
  }

  /** A rejection is no death: these were not begun. */
  giveBack(records: readonly LogRecord[]): void {
    for (const { offset } of records) this.underWay.delete(Number(offset));
  }

  settle(records: readonly LogRecord[]): void {
    this.giveBack(records);
    for (const { offset } of records) this.before.delete(Number(offset));
  }

  /** What the owner after us is to know. */
  get attempts(): ReadonlyMap<number, number> {
    return new Map([...this.before, ...this.underWay]);
  }
}
