import type { ConversationRef } from '../journal/journal.ts';

/** Pending wake-ups, at most one for a conversation. Rows are set by the journal's commit; due times live in the snapshot. */
export abstract class WakeUps {
  /** Wake-ups due at `now`, earliest first, of every tenant. */
  abstract due(now: number, limit: number): Promise<readonly WakeUp[]>;
  /** The earliest pending due time, ms; null = none. */
  abstract next(): Promise<number | null>;
  /** Removes a wake-up that was fired, unless it was set again meanwhile (its due time differs). */
  abstract clear(fired: readonly WakeUp[]): Promise<void>;
  /** Arranges the next one for a wake-up that found nothing due. */
  abstract arrange(wakeUps: readonly WakeUp[]): Promise<void>;
}

export interface WakeUp extends ConversationRef {
  readonly connection: string;
  /** ms since the epoch. */
  readonly due: number;
}
