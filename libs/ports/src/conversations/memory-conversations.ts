import type { ConversationSummary } from '@parley/conversation';
import type { ConversationRef } from '../journal/journal.ts';
import { keyOf, MemoryStore } from '../memory-store.ts';
import { Conversations } from './conversations.ts';
import { recordSummary } from './record-projection.ts';

export class MemoryConversations extends Conversations {
  constructor(private readonly store = new MemoryStore()) {
    super();
  }

  override async record(summaries: readonly ConversationSummary[]): Promise<void> {
    for (const summary of summaries) recordSummary(this.store, summary);
  }

  override async get(conversation: ConversationRef): Promise<ConversationSummary | null> {
    return this.store.summaries.get(keyOf(conversation)) ?? null;
  }

  override async list(
    tenant: string,
    limit: number,
    before?: ConversationSummary,
  ): Promise<readonly ConversationSummary[]> {
    return [...this.store.summaries.values()]
      .filter((summary) => summary.tenant === tenant && (before === undefined || newestFirst(before, summary) < 0))
      .sort(newestFirst)
      .slice(0, limit);
  }
}

function newestFirst(a: ConversationSummary, b: ConversationSummary): number {
  if (a.updatedAt !== b.updatedAt) return b.updatedAt - a.updatedAt;
  return a.conversation > b.conversation ? -1 : a.conversation < b.conversation ? 1 : 0;
}
