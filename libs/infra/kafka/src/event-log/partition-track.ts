import { LOG_WINDOW_LIMITS, LogWindow, type LogRecord, type LogWindowLimits, type RecordSource } from '@parley/ports';
import { AttemptCount } from './attempt-count.ts';
import { shortOwner, writeNote, type CommitNote } from './commit-note.ts';

/** What a process with many partitions still holds of each. */
const LEAST_RECORDS = 1_000;
const LEAST_BYTES = 4_000_000;

/** Where a partition stands for its group when it is taken over. */
export interface PartitionPlace {
  readonly partition: number;
  /** The first offset that is not settled. */
  readonly next: number;
  /** The first offset that is not written. */
  readonly end: number;
  readonly note: CommitNote;
}

/** Who holds a partition: a member of one generation of the group. */
export interface Owner {
  readonly memberId: string;
  /** Members of that generation, by their ids. */
  readonly members: readonly string[];
  /** How many partitions the process holds. */
  readonly partitions: number;
}

/** One partition as long as one generation of the group lasts: its window, its watermark, what was begun in it. */
export class PartitionTrack implements RecordSource {
  readonly partition: number;
  readonly window: LogWindow;
  readonly count: AttemptCount;
  /** The first offset that is not written, as far as is known. */
  end: number;
  /** false = another generation has begun: nothing of this one is committed any more. */
  isCurrent = true;
  isPaused = false;
  /** Why nothing more is read of it; null = it is well. */
  fault: Error | null = null;
  /** Something is to be committed. */
  isDirty = true;
  private isDrained = false;

  constructor(
    place: PartitionPlace,
    private readonly owner: Owner,
  ) {
    this.partition = place.partition;
    this.end = place.end;
    this.window = new LogWindow(place.next - 1, limitsOf(owner.partitions));
    const isAlive = owner.members.map(shortOwner).includes(place.note.owner ?? '');
    this.count = new AttemptCount(place.note, place.note.owner === null ? -1 : place.end - 1, isAlive);
  }

  /** The offset that is read next. */
  get next(): number {
    return this.window.taken + 1;
  }

  get lag(): number {
    return Math.max(0, this.end - this.next) + this.window.unsettled;
  }

  get waiting(): number {
    return this.window.waiting;
  }

  /** The offset and the note to commit now. */
  commit(): { readonly partition: number; readonly offset: string; readonly metadata: string } {
    const offset = this.window.watermark + 1;
    const note = { owner: this.isDrained ? null : this.owner.memberId, attempts: this.count.attempts };
    return { partition: this.partition, offset: String(offset), metadata: writeNote(note, offset) };
  }

  /** From now on its commits say that nothing is under way. */
  drained(): void {
    this.isDrained = true;
    this.isDirty = true;
  }

  peek(): LogRecord | undefined {
    const record = this.window.peek();
    return record === undefined || this.roomFor(record) > 0 ? record : undefined;
  }

  take(most: number, goesAlone: (record: LogRecord) => boolean): readonly LogRecord[] {
    const record = this.peek();
    if (record === undefined) return [];
    const batch = this.window.take(Math.min(most, this.roomFor(record)), goesAlone);
    this.count.begin(batch);
    return batch;
  }

  settle(batch: readonly LogRecord[]): void {
    this.window.settle(batch);
    this.count.settle(batch);
    this.isDirty = true;
  }

  giveBack(batch: readonly LogRecord[]): void {
    this.window.giveBack(batch);
    this.count.giveBack(batch);
    this.isDirty = true;
  }

  private roomFor(record: LogRecord): number {
    return this.count.isSuspect(record) ? this.count.places : Number.POSITIVE_INFINITY;
  }
}

/**
 * Kafka cannot read single records again, so nothing is parked: a busy conversation may fill its partition's window, and
 * then holds up those of its partition, not of others.
 */
function limitsOf(partitions: number): LogWindowLimits {
  return {
    records: Math.max(LEAST_RECORDS, Math.floor(LOG_WINDOW_LIMITS.records / partitions)),
    bytes: Math.max(LEAST_BYTES, Math.floor(LOG_WINDOW_LIMITS.bytes / partitions)),
    share: Number.POSITIVE_INFINITY,
    parked: Number.POSITIVE_INFINITY,
  };
}
