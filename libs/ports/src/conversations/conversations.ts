import type { ConversationSummary } from '@parley/conversation';
import type { ConversationRef } from '../journal/journal.ts';

/** One summary a conversation, overwritten only by a higher seq; the next entry heals a missing one. */
export abstract class Conversations {
  abstract record(summaries: readonly ConversationSummary[]): Promise<void>;
  abstract get(conversation: ConversationRef): Promise<ConversationSummary | null>;
  /** Newest first by (updatedAt, id); `before` is the last row of the page before. */
  abstract list(tenant: string, limit: number, before?: ConversationSummary): Promise<readonly ConversationSummary[]>;
}
