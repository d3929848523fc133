import type { ConversationRef } from '../journal/journal.ts';

/**
 * Who is there now: an open page, an agent's window. Presence and nothing else (DURABILITY 16): only a flow's timers end an
 * episode, and whoever is there is noted again. Where nobody can say, nothing waits and nothing throws.
 */
export abstract class Presence {
  /**
   * There, until `ttlMs` from now at the latest; to be noted again before that. Answers the session as it stands (`since`
   * stays while it never lapsed); null = nobody can say.
   * @param now ms since the epoch, only to be shown; lapsing goes by the store's own clock.
   * @param ttlMs at most `SESSION_TTL_MS`, which it is unless told.
   */
  abstract note(session: SessionRef, now: number, ttlMs?: number): Promise<Session | null>;
  /** Gone from that conversation; one that was noted elsewhere since stays there. */
  abstract leave(session: SessionRef): Promise<void>;
  /** null = not there, or nobody can say. */
  abstract find(tenant: string, session: string): Promise<Session | null>;
  /** Those of a conversation, in no order; null = nobody can say. */
  abstract present(conversation: ConversationRef): Promise<readonly Session[] | null>;
}

export interface SessionRef extends ConversationRef {
  /** Unique within its tenant. */
  readonly session: string;
}

export interface Session extends SessionRef {
  /** When it was first noted, ms since the epoch. */
  readonly since: number;
  /** When it was last noted, ms since the epoch. */
  readonly seenAt: number;
}

/** The longest that a session is there without being noted again. */
export const SESSION_TTL_MS = 3_600_000;
