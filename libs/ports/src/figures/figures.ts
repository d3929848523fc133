/** What of a tenant is stored, counted when asked. Reads every conversation of the tenant: to be remembered for a while. */
export abstract class Figures {
  abstract usage(tenant: string): Promise<Usage>;
  abstract connection(tenant: string, connection: string): Promise<ConnectionFigures>;
}

export interface Usage {
  readonly conversations: number;
  /** Messages that were ever numbered. */
  readonly messages: number;
  /** Entries of the journal. */
  readonly entries: number;
  readonly byStatus: Readonly<Record<string, number>>;
}

export interface ConnectionFigures {
  /** Replies that have not come to an end. */
  readonly pendingDeliveries: number;
  /** When the oldest of them was made, ms since the epoch; null = there is none. */
  readonly oldestPendingAt: number | null;
  /** Bodies in the quarantine. */
  readonly quarantined: number;
}
