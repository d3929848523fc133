/** A Parley that is hurt while conversations go on, however it is composed. */
export interface HouseUnderFire {
  readonly origin: string;
  /** A key that may create tenants. */
  platformKey(): string;
  /** Entries that replay otherwise than they are recorded, chains that are broken. */
  verify(): Promise<number>;
  /** Starts nothing more, whatever the run was about to do, and leaves nothing running. */
  end(): Promise<void>;
}
