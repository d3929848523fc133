/**
 * Counts by the minute, over all processes: for what people are shown, and for sums that are stored elsewhere later. Counting
 * never waits and never fails. What is lost, and no more: what a process that dies had counted and not yet
 * told (a second's worth, or since nobody could be told), and what the store loses.
 */
export abstract class Counters {
  /**
   * Counts here at once; every process sees it within about a second.
   * @param by whole; below 0 takes back.
   * @param at ms since the epoch.
   */
  abstract add(counter: CounterRef, by: number, at: number): void;
  /** Minutes that begin in [from, until) and have counts, ascending; null = nobody can say. Kept for `COUNTS_KEPT_MS`. */
  abstract read(counter: CounterRef, from: number, until: number): Promise<readonly MinuteCount[] | null>;
}

export interface CounterRef {
  readonly tenant: string;
  readonly name: string;
}

export interface MinuteCount {
  /** When the minute begins, ms since the epoch. */
  readonly start: number;
  readonly count: number;
}

export const COUNTS_KEPT_MS = 2 * 86_400_000;

/** When the minute of a time began. */
export const minuteOf = (at: number): number => at - (at % MINUTE_MS);

const MINUTE_MS = 60_000;
