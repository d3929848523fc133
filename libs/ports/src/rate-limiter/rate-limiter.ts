/** Token buckets by identifier. */
export abstract class RateLimiter {
  /** Takes `cost` tokens; a refusal says when to come again. */
  abstract take(identifier: string, rate: Rate, now: number): Promise<RateAnswer>;
}

export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export type RateAnswer = { readonly allowed: true } | { readonly allowed: false; readonly retryInMs: number };
