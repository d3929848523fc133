import type { MessageRow } from '@parley/conversation';
import type { ConversationRef } from '../journal/journal.ts';

/** The read model of what was said: rows (conversation, number), inserted if absent. Deleted by erasure. */
export abstract class Messages {
  abstract insert(rows: readonly MessageRow[]): Promise<void>;
  /** The contiguous prefix after `number`: stops before the first gap. */
  abstract after(conversation: ConversationRef, number: number, limit: number): Promise<readonly MessageRow[]>;
  abstract erase(conversation: ConversationRef): Promise<void>;
}
