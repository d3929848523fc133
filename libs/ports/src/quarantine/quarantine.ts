/** Genuine webhooks of a shape that we do not know: kept sealed under the tenant's key, with a retention. */
export abstract class Quarantine {
  /** Insert if absent: the same webhook delivered again is one item. */
  abstract keep(item: QuarantinedBody): Promise<void>;
  /** Newest first; of one ms, by id. `before` is the last row of the page before. */
  abstract list(tenant: string, limit: number, before?: QuarantinedBody): Promise<readonly QuarantinedBody[]>;
  abstract get(tenant: string, id: string): Promise<QuarantinedBody | null>;
  /** Deletes what every tenant received before this time; answers how many. Called daily by the composition. */
  abstract expire(before: number): Promise<number>;
}

export interface QuarantinedBody {
  readonly id: string;
  readonly tenant: string;
  readonly connection: string;
  readonly reason: string;
  readonly sealed: Uint8Array;
  /** ms since the epoch. */
  readonly receivedAt: number;
}
