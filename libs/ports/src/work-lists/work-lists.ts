import type { ConversationRef } from '../journal/journal.ts';

/** A tenant's open operations and failed entries, for people to look at: ids and times only. */
export abstract class WorkLists {
  /** In order of (deadline, conversation, operation); `after` is the last row of the page before. */
  abstract operations(tenant: string, limit: number, after?: ListedOperation): Promise<readonly ListedOperation[]>;
  /** Newest first by (now, conversation, seq); `before` is the last row of the page before. */
  abstract failed(tenant: string, limit: number, before?: FailedEntry): Promise<readonly FailedEntry[]>;
}

export interface ListedOperation extends ConversationRef {
  readonly operation: string;
  readonly adapter: string;
  /** Of the entry that opened it. */
  readonly seq: number;
  readonly attempts: number;
  /** Attempts claimed so far. */
  readonly claimed: number;
  /** ms since the epoch. */
  readonly deadline: number;
  /** ms since the epoch. */
  readonly notBefore: number;
}

export interface FailedEntry extends ConversationRef {
  readonly seq: number;
  readonly eventId: string;
  /** ms since the epoch. */
  readonly now: number;
}
