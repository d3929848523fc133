import { randomUUID } from 'node:crypto';
import { COUNTS_KEPT_MS, Counters, minuteOf, type CounterRef, type MinuteCount } from '@parley/ports';
import type { Redis } from 'ioredis';
import type { Advice } from '../connection/advice.ts';

/** Counts by minute that are told together, by key. */
type Counts = Map<string, Map<number, number>>;

interface Batch {
  readonly number: number;
  readonly counts: Counts;
}

/**
 * Counts as hashes `cache:counters:{tenant}:{name}:{day}` of minutes, told once a second in batches. A batch is told until Redis
 * says that it has it, and counts once however often it is told: Redis remembers the last number of each process.
 */
export class RedisCounters extends Counters {
  private readonly advice: Advice;
  private readonly origin = `from:${randomUUID()}`;
  private readonly timer: NodeJS.Timeout;
  private counting: Counts = new Map();
  private size = 0;
  private sending: Batch | null = null;
  private number = 0;
  private flushing: Promise<void> = Promise.resolve();

  constructor(advice: Advice) {
    super();
    this.advice = advice;
    this.timer = setInterval(() => void this.flush(), flushMs).unref();
  }

  override add(counter: CounterRef, by: number, at: number): void {
    const [key, start] = [keyOf(counter, dayOf(at)), minuteOf(at)];
    const minutes = this.counting.get(key) ?? new Map<number, number>();
    if (!minutes.has(start)) {
      // Redis has been away for long: what is new is not counted any more, what was counted is.
      if (this.size >= mostMinutes) return;
      this.size += 1;
    }
    this.counting.set(key, minutes.set(start, (minutes.get(start) ?? 0) + by));
  }

  override async read(counter: CounterRef, from: number, until: number): Promise<readonly MinuteCount[] | null> {
    await this.flush();
    const keys = daysOf(Math.max(from, until - COUNTS_KEPT_MS - DAY_MS), until).map((day) => keyOf(counter, day));
    const found = await this.advice.ask((client) => Promise.all(keys.map((key) => client.hgetall(key))));
    if (found === undefined) return null;
    const minutes = found.flatMap((fields) => Object.entries(fields));
    const counts = minutes.map(([start, count]) => ({ start: Number(start), count: Number(count) }));
    // Numbers of batches are no minutes: NaN lies in no time.
    return counts.filter(({ start }) => start >= from && start < until).sort((one, other) => one.start - other.start);
  }

  /** Tells what is still to be told, as far as Redis can be asked. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  /** What was counted before it was called is told, or nobody can be told. One after the other: a batch has one sender. */
  private flush(): Promise<void> {
    this.flushing = this.flushing.then(() => this.send());
    return this.flushing;
  }

  private async send(): Promise<void> {
    while (this.sending !== null || this.counting.size > 0) {
      this.sending ??= this.nextBatch();
      const { sending } = this;
      const answer = await this.advice.ask(
        (client) => Promise.all([...sending.counts].map((of) => this.tell(client, sending.number, of))),
        // A batch too large for the time-out is told all the same.
        () => this.told(sending),
      );
      if (answer === undefined) return;
      this.told(sending);
    }
  }

  private tell(client: Redis, number: number, [key, minutes]: readonly [string, ReadonlyMap<number, number>]) {
    return client.addCounts(key, this.origin, number, COUNTS_KEPT_MS + DAY_MS, ...[...minutes].flat());
  }

  private told(batch: Batch): void {
    if (this.sending === batch) this.sending = null;
  }

  private nextBatch(): Batch {
    const counts = this.counting;
    this.counting = new Map();
    this.size = 0;
    this.number += 1;
    return { number: this.number, counts };
  }
}

const flushMs = 1_000;
const mostMinutes = 20_000;
const DAY_MS = 86_400_000;

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

function daysOf(from: number, until: number): readonly string[] {
  const days = new Set<string>();
  for (let at = from; at < until; at += DAY_MS) days.add(dayOf(at));
  if (until > from) days.add(dayOf(until - 1));
  return [...days];
}

const keyOf = ({ tenant, name }: CounterRef, day: string): string => `cache:counters:${tenant}:${name}:${day}`;
