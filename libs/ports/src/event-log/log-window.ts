import type { LogRecord } from './event-log.ts';
import type { RecordSource } from './log-dispatcher.ts';

export interface LogWindowLimits {
  /** Records held in memory. */
  readonly records: number;
  /** Their sealed bytes. */
  readonly bytes: number;
  /**
   * Of these, records of one conversation: what a busy one has beyond is remembered by its offset alone. Infinity = as
   * many as there is room for, for a log that cannot read single records again.
   */
  readonly share: number;
  /** Offsets remembered so. */
  readonly parked: number;
}

export const LOG_WINDOW_LIMITS: LogWindowLimits = { records: 20_000, bytes: 64_000_000, share: 64, parked: 500_000 };

/** What a conversation has in the window: records in memory, then offsets of records that are to be read again. */
interface Lane {
  readonly key: string;
  readonly records: LogRecord[];
  readonly parked: number[];
  busy: boolean;
}

/**
 * The part of a log between its watermark and what was taken in so far, by conversation: hands out batches of different
 * conversations, keeps each conversation's order, and knows the contiguous watermark. No I/O, no clock.
 */
export class LogWindow implements RecordSource {
  private readonly lanes = new Map<string, Lane>();
  /** Conversations with a record to hand out, longest waiting first; each takes its turn, however much it has. */
  private ready: Lane[] = [];
  private readonly hungry = new Set<Lane>();
  private readonly settledAhead = new Set<number>();
  private held = 0;
  private heldBytes = 0;
  private parkedCount = 0;
  private end: number;

  constructor(
    private mark: number,
    private readonly limits: LogWindowLimits = LOG_WINDOW_LIMITS,
  ) {
    this.end = mark;
  }

  /** Every record up to this offset is settled. */
  get watermark(): number {
    return this.mark;
  }

  /** The last offset taken in. */
  get taken(): number {
    return this.end;
  }

  /** Records taken in and not settled. */
  get unsettled(): number {
    return this.end - this.mark - this.settledAhead.size;
  }

  /** Conversations with a record to hand out. */
  get waiting(): number {
    return this.ready.length;
  }

  /** When the oldest record held was received, ms since the epoch; undefined = none is held. */
  get oldestReceivedAt(): number | undefined {
    let oldest: number | undefined;
    for (const { records } of this.lanes.values()) {
      const receivedAt = records[0]?.receivedAt;
      if (receivedAt !== undefined && !(receivedAt >= (oldest ?? Infinity))) oldest = receivedAt;
    }
    return oldest;
  }

  /** Whether less is held than this share of what may be. */
  hasRoom(share = 1): boolean {
    const { records, bytes, parked } = this.limits;
    return this.held < records * share && this.heldBytes < bytes * share && this.parkedCount < parked * share;
  }

  /** Takes in the next record. Throws when one is missing before it: a hole in a log is never stepped over. */
  admit(record: LogRecord): void {
    const offset = Number(record.offset);
    if (offset !== this.end + 1) throw new Error(`the log has a hole: after ${this.end} comes ${record.offset}`);
    this.end = offset;
    const lane = this.laneOf(record);
    if (lane.parked.length > 0 || lane.records.length >= this.limits.share) {
      lane.parked.push(offset);
      this.parkedCount += 1;
      return;
    }
    this.hold(lane, record);
  }

  /** Offsets to read again, of conversations that have nothing else to hand out; at most `most`. */
  wanted(most: number): readonly number[] {
    const offsets: number[] = [];
    for (const lane of this.hungry) {
      if (offsets.length >= most) break;
      offsets.push(...lane.parked.slice(0, Math.min(this.limits.share, most - offsets.length)));
    }
    return offsets;
  }

  /** Takes in records that were parked, as read again: the first ones of their conversations, in order. */
  unpark(records: readonly LogRecord[]): void {
    for (const record of records) {
      const lane = this.laneOf(record);
      if (lane.parked[0] !== Number(record.offset))
        throw new Error(`record ${record.offset} is not the next of its conversation`);
      lane.parked.shift();
      this.parkedCount -= 1;
      this.hungry.delete(lane);
      this.hold(lane, record);
    }
  }

  /** The record that would be handed out next. */
  peek(): LogRecord | undefined {
    return this.ready[0]?.records[0];
  }

  /** Hands out records of different conversations, at most `most`, up to the first that is to go alone. */
  take(most: number, goesAlone: (record: LogRecord) => boolean = () => false): readonly LogRecord[] {
    const batch: LogRecord[] = [];
    while (batch.length < most) {
      const record = this.peek();
      if (record === undefined || (batch.length > 0 && goesAlone(record))) break;
      const lane = this.ready.shift() as Lane;
      lane.busy = true;
      batch.push(record);
      if (goesAlone(record)) break;
    }
    return batch;
  }

  /** These are done for good. */
  settle(batch: readonly LogRecord[]): void {
    for (const record of batch) {
      const lane = this.laneOf(record);
      lane.records.shift();
      lane.busy = false;
      this.held -= 1;
      this.heldBytes -= record.sealed.length;
      this.settledAhead.add(Number(record.offset));
      this.requeue(lane);
    }
    while (this.settledAhead.delete(this.mark + 1)) this.mark += 1;
  }

  /** These were not handled: they come again first, in their order. */
  giveBack(batch: readonly LogRecord[]): void {
    const lanes = batch.map((record) => this.laneOf(record));
    for (const lane of lanes) lane.busy = false;
    this.ready = [...lanes, ...this.ready];
  }

  private hold(lane: Lane, record: LogRecord): void {
    lane.records.push(record);
    this.held += 1;
    this.heldBytes += record.sealed.length;
    if (lane.records.length === 1 && !lane.busy) this.ready.push(lane);
  }

  private requeue(lane: Lane): void {
    if (lane.records.length > 0) this.ready.push(lane);
    else if (lane.parked.length > 0) this.hungry.add(lane);
    else this.lanes.delete(lane.key);
  }

  private laneOf(record: LogRecord): Lane {
    const key = `${record.tenant}\0${record.conversation}`;
    const known = this.lanes.get(key);
    if (known !== undefined) return known;
    const lane: Lane = { key, records: [], parked: [], busy: false };
    this.lanes.set(key, lane);
    return lane;
  }
}
