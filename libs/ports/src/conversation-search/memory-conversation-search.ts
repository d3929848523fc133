import type { ConversationSummary } from '@parley/conversation';
import type { ConversationRef } from '../journal/journal.ts';
import { keyOf, type MemoryStore } from '../memory-store.ts';
import {
  ConversationSearch,
  type ConversationFilter,
  type FoundPage,
  type SaidWords,
  type SearchPlace,
} from './conversation-search.ts';

/** Over the store that the memory twins of the durable path share. */
export class MemoryConversationSearch extends ConversationSearch {
  private readonly store: MemoryStore;

  constructor(store: MemoryStore) {
    super();
    this.store = store;
  }

  override index(said: readonly SaidWords[]): Promise<void> {
    for (const one of said) {
      const known = this.store.words.get(keyOf(one)) ?? new Map<string, number>();
      this.store.words.set(keyOf(one), known);
      for (const word of one.words) if (!known.has(word)) known.set(word, one.number);
    }
    return Promise.resolve();
  }

  override forget(conversation: ConversationRef & { readonly firstMessage: number }): Promise<void> {
    const known = this.store.words.get(keyOf(conversation));
    for (const [word, number] of [...(known ?? [])]) if (number < conversation.firstMessage) known?.delete(word);
    return Promise.resolve();
  }

  override find(tenant: string, filter: ConversationFilter, limit: number, after?: SearchPlace): Promise<FoundPage> {
    const found = [...this.store.summaries.values()]
      .filter((row) => row.tenant === tenant && (after === undefined || newestFirst(after, row) < 0))
      .filter((row) => this.fits(row, filter))
      .sort(newestFirst);
    const conversations = found.slice(0, limit);
    const last = conversations.at(-1);
    return Promise.resolve({ conversations, next: found.length > limit && last ? placeOf(last) : null });
  }

  private fits(row: ConversationSummary, filter: ConversationFilter): boolean {
    const { status = row.status, state, flows, connection = row.connection, since = 0, until = Infinity } = filter;
    const words = this.store.words.get(keyOf(row));
    return (
      row.status === status &&
      row.connection === connection &&
      row.updatedAt >= since &&
      row.updatedAt < until &&
      (state === undefined || row.states.includes(state)) &&
      (flows === undefined || flows.includes(row.flow)) &&
      (filter.words ?? []).every((word) => words?.has(word) === true)
    );
  }
}

const placeOf = ({ updatedAt, conversation }: SearchPlace): SearchPlace => ({ updatedAt, conversation });

function newestFirst(one: SearchPlace, other: SearchPlace): number {
  if (one.updatedAt !== other.updatedAt) return other.updatedAt - one.updatedAt;
  return one.conversation > other.conversation ? -1 : Number(one.conversation < other.conversation);
}
