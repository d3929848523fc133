import type { ConversationStatus, ConversationSummary } from '@parley/conversation';
import type { ConversationRef } from '../journal/journal.ts';

/** Finds conversations by how they stand and by words that were said in them. */
export abstract class ConversationSearch {
  /** Lets these conversations be found by these words; again changes nothing. Need not be durable before the offset moves. */
  abstract index(said: readonly SaidWords[]): Promise<void>;
  /** What was said before this message number is found no more. */
  abstract forget(conversation: ConversationRef & { readonly firstMessage: number }): Promise<void>;
  /**
   * Newest first by (updatedAt, id). Looks at a bounded number of conversations: a page may hold less than `limit`, and
   * `next` says where to go on; null = there is nothing more.
   */
  abstract find(tenant: string, filter: ConversationFilter, limit: number, after?: SearchPlace): Promise<FoundPage>;
}

export interface SaidWords extends ConversationRef {
  /** Of the message. */
  readonly number: number;
  readonly words: readonly string[];
}

/** What is absent filters nothing. */
export interface ConversationFilter {
  readonly status?: ConversationStatus | undefined;
  /** An active state. */
  readonly state?: string | undefined;
  /** Hashes of versions. */
  readonly flows?: readonly string[] | undefined;
  readonly connection?: string | undefined;
  /** ms since the epoch: moved at or after. */
  readonly since?: number | undefined;
  /** ms since the epoch: moved before. */
  readonly until?: number | undefined;
  /** All of them were said. */
  readonly words?: readonly string[] | undefined;
}

/** A place in the order of conversations. */
export interface SearchPlace {
  readonly updatedAt: number;
  readonly conversation: string;
}

export interface FoundPage {
  readonly conversations: readonly ConversationSummary[];
  readonly next: SearchPlace | null;
}
