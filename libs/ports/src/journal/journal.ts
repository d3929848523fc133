import type { Projection } from '@parley/conversation';

/** Append-only record of what each stimulus did. Unique on (conversation, seq) and on (conversation, event id): the insert decides. */
export abstract class Journal {
  /** Heads of the conversations named; one without an entry is absent from the answer. */
  abstract heads(conversations: readonly ConversationRef[]): Promise<readonly Head[]>;

  /**
   * One transaction, at most one entry of a conversation. Answers, in the order given, whether each entry is in.
   * `absent` says only that: read back with `find` and decide by what is there. An entry is absent, too, if it does
   * not chain to the one before it. Rejects with `EntriesRefused` when some can never be stored (the others are
   * in or absent as it says); any other rejection is the store's trouble: nobody knows what is in, come again.
   */
  abstract commit(entries: readonly NewEntry[]): Promise<readonly CommitAnswer[]>;

  /**
   * What was recorded under these event ids, in the order asked; one never journalled is absent from the answer. One that
   * was deferred and settled later answers twice: with its own entry, then with the settling one (`foundBy`).
   */
  abstract find(events: readonly EventRef[]): Promise<readonly StoredEntry[]>;

  /** Entries after `seq`, ascending. */
  abstract read(conversation: ConversationRef, afterSeq: number, limit: number): Promise<readonly StoredEntry[]>;

  /** Snapshots kept of the conversation (the head's and every 50th), ascending. */
  abstract snapshots(conversation: ConversationRef): Promise<readonly StoredSnapshot[]>;
}

export interface ConversationRef {
  readonly tenant: string;
  readonly conversation: string;
}

export interface EventRef extends ConversationRef {
  readonly eventId: string;
}

export interface Head extends ConversationRef {
  readonly seq: number;
  /** sha-256 of the head entry's sealed body: chains the next entry, tags caches. */
  readonly bodyHash: Uint8Array;
  readonly snapshot: StoredSnapshot;
  /** When the pending wake-up is due, ms; null = none. */
  readonly wakeUpAt: number | null;
}

export interface StoredSnapshot {
  readonly seq: number;
  readonly generation: number;
  /** Sealed canonical bytes. */
  readonly sealed: Uint8Array;
}

export interface NewEntry extends ConversationRef {
  readonly connection: string;
  readonly seq: number;
  readonly eventId: string;
  readonly generation: number;
  /** Sealed canonical bytes of the entry. */
  readonly body: Uint8Array;
  readonly bodyHash: Uint8Array;
  /** `bodyHash` of seq − 1; 32 zero bytes for the first. */
  readonly previousHash: Uint8Array;
  /** Sealed canonical bytes of the conversation's state after this entry. */
  readonly snapshot: Uint8Array;
  /** Event ids of deferred stimuli settled by this entry, so that waiters find their settling entry. */
  readonly settles: readonly string[];
  /** The outcome's kind, readable without the key: `failed` entries are listed. */
  readonly outcome: string;
  readonly now: number;
  /** Earliest due time in the snapshot, if no pending wake-up is as early; else null. */
  readonly wakeUpAt: number | null;
  readonly opens: readonly NewOperation[];
  /** Operation ids that this entry cancelled or settled. */
  readonly closes: readonly string[];
  /** Chat's rows, where chat and state-engine share one database; else null and recorded afterwards. */
  readonly rider: Projection | null;
}

export type CommitAnswer = 'inserted' | 'absent';

/** Entries that the store can never take (a U+0000 in an id, a row too large). The others of the call went their way. */
export class EntriesRefused extends Error {
  override readonly name = 'EntriesRefused';

  constructor(
    readonly refused: readonly RefusedEntry[],
    /** In the order of the call. */
    readonly answers: readonly (CommitAnswer | 'refused')[],
  ) {
    super(`the store refuses ${refused.map(({ eventId, reason }) => `${eventId} (${reason})`).join(', ')}`);
  }
}

export interface RefusedEntry extends EventRef {
  readonly reason: string;
}

export interface StoredEntry extends ConversationRef {
  readonly seq: number;
  readonly eventId: string;
  readonly generation: number;
  readonly body: Uint8Array;
  readonly bodyHash: Uint8Array;
  readonly previousHash: Uint8Array;
  /** The event asked for, when the entry was found because it settled that event; its own event id is `eventId`. */
  readonly foundBy?: string;
}

/** Ids and times only; the input is read from the sealed entry. */
export interface NewOperation {
  /** `<conversation>:<seq>:<index>`. */
  readonly operation: string;
  /** Index of the invoke effect in the entry. */
  readonly index: number;
  readonly adapter: string;
  readonly attempts: number;
  readonly timeoutMs: number;
  readonly backoffMs: number;
  /** Durable deadline, ms since the epoch. */
  readonly deadline: number;
}
