import type { ConversationRef } from '../journal/journal.ts';

/**
 * Where conversations take place at their vendor (workspace, channel, thread, …): what a conversation's id, a keyed hash,
 * does not tell. Sealed under the conversation's key, so that destroying it forgets them.
 */
export abstract class Places {
  /** Durable when it resolves. Of one conversation's generation the newest counts, in whatever order they come. */
  abstract note(places: readonly SealedPlace[]): Promise<void>;
  /** Of the highest generation. */
  abstract find(conversation: ConversationRef): Promise<SealedPlace | null>;
  /** Deletes those of this generation and below. */
  abstract erase(conversation: ConversationRef, generation: number): Promise<void>;
}

export interface SealedPlace extends ConversationRef {
  /** Of the conversation's key. */
  readonly generation: number;
  readonly sealed: Uint8Array;
  /** When it was told, ms since the epoch. */
  readonly at: number;
}
