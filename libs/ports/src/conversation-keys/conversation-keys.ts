import type { ConversationRef } from '../journal/journal.ts';

/** Data keys of conversations, wrapped by the tenant's key, one row (conversation, generation). Destroying one is erasure. */
export abstract class ConversationKeys {
  /** Inserts if absent and answers with the rows that count: the newest generation of each conversation, whoever wrote it, in any order. */
  abstract ensure(keys: readonly NewConversationKey[]): Promise<readonly ConversationKey[]>;
  abstract get(
    refs: readonly (ConversationRef & { readonly generation: number })[],
  ): Promise<readonly ConversationKey[]>;
  /** The newest generation, destroyed or not; null if there is none. */
  abstract newest(conversation: ConversationRef): Promise<ConversationKey | null>;
  /** Destroys every generation up to and including this one; the rows stay as tombstones. */
  abstract destroy(conversation: ConversationRef, generation: number, at: number): Promise<void>;
}

export interface NewConversationKey extends ConversationRef {
  /** 1 for the first; after an erasure the next one up. */
  readonly generation: number;
  readonly wrapped: Uint8Array;
}

export interface ConversationKey extends ConversationRef {
  readonly generation: number;
  /** null = destroyed: what it sealed is unreadable for ever. */
  readonly wrapped: Uint8Array | null;
}
