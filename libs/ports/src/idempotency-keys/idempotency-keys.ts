/** Requests that may come twice, by the name that the client gives each. Bounded in time: see `expire`. */
export abstract class IdempotencyKeys {
  /**
   * Claims a name that is free, or whose row is from before `takenOver` (an answer kept long enough), or is a claim without
   * an answer from before `givenUp` (its process died). Otherwise the row that is there.
   */
  abstract claim(
    claim: IdempotencyClaim,
    limits: { readonly takenOver: number; readonly givenUp: number },
  ): Promise<'claimed' | IdempotencyRow>;
  /** Keeps the answer of a claimed request; `sealed` null = the answer itself is not kept. */
  abstract settle(tenant: string, key: string, status: number, sealed: Uint8Array | null): Promise<void>;
  /** Gives a claim up: the name is free again. One with an answer stays. */
  abstract release(tenant: string, key: string): Promise<void>;
  /** Deletes what is from before this time, of every tenant; answers how many. */
  abstract expire(before: number): Promise<number>;
}

export interface IdempotencyClaim {
  /** '' = the platform. */
  readonly tenant: string;
  readonly key: string;
  readonly requestHash: Uint8Array;
  /** ms since the epoch. */
  readonly createdAt: number;
}

export interface IdempotencyRow extends IdempotencyClaim {
  /** HTTP status of the answer; null = it is being done. */
  readonly status: number | null;
  readonly sealed: Uint8Array | null;
}
