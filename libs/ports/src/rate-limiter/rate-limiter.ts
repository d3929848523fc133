/** Token buckets by identifier: a bucket begins full, loses `cost` at each take and fills at its rate. */
export abstract class RateLimiter {
  /**
   * Takes `cost` tokens (1 unless told); a refusal takes none and says when to come again. A cost above `burst` can never
   * be met. Processes that share no buckets each take rate ÷ instances.
   * @param now ms since the epoch; a clock that goes back refills nothing.
   */
  abstract take(identifier: string, rate: Rate, now: number, cost?: number): Promise<RateAnswer>;
}

export interface Rate {
  readonly perSecond: number;
  /** What a full bucket holds. */
  readonly burst: number;
}

export type RateAnswer =
  /** `left`: whole tokens that the bucket still holds. */
  { readonly allowed: true; readonly left: number } | { readonly allowed: false; readonly retryInMs: number };
