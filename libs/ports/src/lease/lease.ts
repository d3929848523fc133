import type { ConversationRef } from '../journal/journal.ts';

/** Advice that saves wasted work: who is at a conversation now. Never the fence; losing it loses nothing. */
export abstract class Lease {
  /** A token while held; null if somebody else holds it or nobody can say. */
  abstract take(name: string, ttlMs: number): Promise<string | null>;
  /** Gives it back if the token still holds it. */
  abstract release(name: string, token: string): Promise<void>;
}

/** The name of the lease of a conversation. */
export const conversationLease = ({ tenant, conversation }: ConversationRef): string =>
  `${tenant}:conversation:${conversation}`;
