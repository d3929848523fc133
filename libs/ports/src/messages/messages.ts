import type { MessageRow } from '@parley/conversation';
import type { ConversationRef } from '../journal/journal.ts';

/** The read model of what was said: rows (conversation, number), inserted if absent. Deleted by erasure. */
export abstract class Messages {
  abstract insert(rows: readonly MessageRow[]): Promise<void>;
  /** The contiguous prefix after `number`: stops before the first gap. */
  abstract after(conversation: ConversationRef, number: number, limit: number): Promise<readonly MessageRow[]>;
  /**
   * Deletes what was said before `firstMessage`; nothing of it is written again, and readers go on from there. Done
   * again it leaves later messages alone.
   */
  abstract erase(conversation: ConversationRef & { readonly firstMessage: number }): Promise<void>;
}
