import { MemoryRateLimiter, RateLimiter, type Rate, type RateAnswer } from '@parley/ports';
import type { Advice } from '../connection/advice.ts';

export interface RedisRateLimiterOptions {
  /** How many processes share a rate while each counts by itself. */
  readonly instances: number;
  /**
   * Whether a bucket begins empty when this process has to count by itself (DURABILITY 24): right where too much is
   * answered with a penalty, wrong where a person would be refused. All do unless told; the others begin with their share.
   */
  readonly startsEmpty?: (identifier: string) => boolean;
  /**
   * Whose time counts in Redis: its own (unless told), so that no process's wrong clock fills or empties a bucket, or the
   * caller's, where all callers share one.
   */
  readonly clock?: 'redis' | 'caller';
}

/** Buckets that a process counts by itself. */
interface OwnBuckets {
  readonly empty: RateLimiter;
  readonly full: RateLimiter;
}

/**
 * Token buckets as keys `rate_limit:{identifier}`, taken from in one step. While Redis cannot be asked, each process counts
 * by itself at rate ÷ instances, and goes back when Redis answers.
 */
export class RedisRateLimiter extends RateLimiter {
  private readonly advice: Advice;
  private readonly options: RedisRateLimiterOptions;
  private own: OwnBuckets | null = null;

  constructor(advice: Advice, options: RedisRateLimiterOptions) {
    super();
    this.advice = advice;
    this.options = options;
  }

  override async take(identifier: string, rate: Rate, now: number, cost = 1): Promise<RateAnswer> {
    const time = this.options.clock === 'caller' ? now : '';
    const answer = await this.advice.ask((client) =>
      client.takeTokens(`rate_limit:${identifier}`, rate.perSecond, rate.burst, cost, time),
    );
    if (answer === undefined) return this.takeOwn(identifier, rate, now, cost);
    this.own = null;
    const [isAllowed, count] = answer;
    return isAllowed === 1 ? { allowed: true, left: count } : { allowed: false, retryInMs: count };
  }

  private takeOwn(identifier: string, rate: Rate, now: number, cost: number): Promise<RateAnswer> {
    const { instances, startsEmpty = () => true } = this.options;
    this.own ??= {
      empty: new MemoryRateLimiter(mostBuckets, new Map(), now),
      full: new MemoryRateLimiter(mostBuckets),
    };
    const perSecond = rate.perSecond / instances;
    // What the whole bucket could meet, its share can, too: else a burst of 1 would let nothing through at all.
    const burst = Math.max(rate.burst / instances, Math.min(cost, rate.burst));
    const buckets = startsEmpty(identifier) ? this.own.empty : this.own.full;
    return buckets.take(identifier, { perSecond, burst }, now, cost);
  }
}

const mostBuckets = 50_000;
