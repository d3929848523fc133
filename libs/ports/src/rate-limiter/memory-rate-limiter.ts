import { RateLimiter, type Rate, type RateAnswer } from './rate-limiter.ts';

/**
 * What was left in a bucket, and when; in the order of last use. Counted in thousandths of a token: a rate per second and
 * a time in ms are then exact, where fractions of tokens would add up to a little less than one.
 */
export type Buckets = Map<string, { readonly milli: number; readonly at: number }>;

/**
 * Token buckets in the memory of one process: the twin, and the right adapter where one process is all there is. The
 * memory is bounded: past `maxBuckets` the one unused for longest goes, and begins full when it comes back; so choose
 * more buckets than a flood of invented identifiers can touch while a bucket fills.
 */
export class MemoryRateLimiter extends RateLimiter {
  private readonly maxBuckets: number;
  private readonly buckets: Buckets;
  private readonly emptyAt: number;

  /** @param emptyAt when every bucket was empty, ms since the epoch; unless told, they begin full. */
  constructor(maxBuckets = 50_000, buckets: Buckets = new Map(), emptyAt = -Infinity) {
    super();
    this.maxBuckets = maxBuckets;
    this.buckets = buckets;
    this.emptyAt = emptyAt;
  }

  override take(identifier: string, rate: Rate, now: number, cost = 1): Promise<RateAnswer> {
    const last = this.buckets.get(identifier) ?? { milli: 0, at: this.emptyAt };
    // A clock that went back neither fills nor empties.
    const at = Math.max(last.at, now);
    const full = rate.burst * 1_000;
    const milli = Math.min(full, last.milli + (at - last.at) * rate.perSecond);
    const price = cost * 1_000;
    const allowed = milli >= price;
    this.buckets.delete(identifier);
    this.buckets.set(identifier, { milli: allowed ? milli - price : milli, at });
    if (this.buckets.size > this.maxBuckets) this.dropOldest();
    if (allowed) return Promise.resolve({ allowed: true, left: Math.floor((milli - price) / 1_000) });
    return Promise.resolve({ allowed: false, retryInMs: Math.ceil((price - milli) / rate.perSecond) });
  }

  private dropOldest(): void {
    const oldest = this.buckets.keys().next();
    if (!oldest.done) this.buckets.delete(oldest.value);
  }
}
