/** What vendors asked us to wait for: nothing of a bucket goes out before its time. Inserted rows; the latest time counts. */
export abstract class Holds {
  abstract add(hold: Hold): Promise<void>;
  /** Those not over at this time, of every tenant, one for each bucket. What is over may be deleted meanwhile. */
  abstract active(now: number): Promise<readonly Hold[]>;
}

export interface Hold {
  readonly tenant: string;
  readonly connection: string;
  /** As the channel's pace names it, within the connection. */
  readonly bucket: string;
  /** ms since the epoch. */
  readonly until: number;
}
