import type { ConversationRef } from '../journal/journal.ts';

/**
 * What conversations know at their newest entry, for readers that would otherwise open the snapshot. A copy that may be gone
 * at any time. It holds what people said, so the caller seals it under the conversation's key: what an erasure misses
 * here is unreadable.
 */
export abstract class ContextCache {
  /**
   * The sealed context if it was kept under this tag; null = it was not, or nobody can say.
   * @param tag `bodyHash` of the newest entry (DURABILITY 16): what was kept of another head does not count.
   */
  abstract read(conversation: ConversationRef, tag: Uint8Array): Promise<Uint8Array | null>;
  /** After the commit only. One of an older entry never replaces one of a newer; forgotten after `CONTEXT_TTL_MS`. */
  abstract keep(conversation: ConversationRef, context: KeptContext): Promise<void>;
  /** For an erasure. */
  abstract forget(conversation: ConversationRef): Promise<void>;
}

export interface KeptContext {
  readonly seq: number;
  /** `bodyHash` of the entry. */
  readonly tag: Uint8Array;
  readonly sealed: Uint8Array;
}

export const CONTEXT_TTL_MS = 86_400_000;
