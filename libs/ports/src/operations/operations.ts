import type { ConversationRef, NewOperation } from '../journal/journal.ts';

/** Work outside the kernel. Rows are opened and closed by the journal's commit; attempts are claimed by unique insert. */
export abstract class Operations {
  /** Open operations whose next attempt or deadline is due at `now`, of every tenant, earliest first. */
  abstract due(now: number, limit: number): Promise<readonly OpenOperationRow[]>;
  /** The earliest time at which `due` may answer something, ms; null = none. */
  abstract next(): Promise<number | null>;
  /** Claims an attempt before the call; false = somebody else has. The sealed request of attempt 1 is kept and sent again byte for byte. */
  abstract claim(attempt: NewAttempt): Promise<boolean>;
  /** Not to be tried before `notBefore`: the back-off after a failed attempt. */
  abstract postpone(operation: ConversationRef & { readonly operation: string }, notBefore: number): Promise<void>;
  abstract attempts(operation: ConversationRef & { readonly operation: string }): Promise<readonly StoredAttempt[]>;
}

export interface OpenOperationRow extends ConversationRef, NewOperation {
  readonly connection: string;
  readonly seq: number;
  /** Attempts claimed so far. */
  readonly claimed: number;
  /** When the claim of the last attempt runs out, ms; null = no attempt yet. */
  readonly claimedUntil: number | null;
  readonly notBefore: number;
}

export interface NewAttempt extends ConversationRef {
  readonly operation: string;
  /** From 1. */
  readonly attempt: number;
  readonly generation: number;
  /** The sealed request; null from attempt 2 on. */
  readonly request: Uint8Array | null;
  readonly claimedAt: number;
  readonly claimedUntil: number;
}

export interface StoredAttempt {
  readonly attempt: number;
  readonly generation: number;
  readonly request: Uint8Array | null;
  readonly claimedAt: number;
  readonly claimedUntil: number;
}
