import type { DeliveryRow } from '@parley/conversation';
import type { ConversationRef } from '../journal/journal.ts';

/** Replies on their way out. Everything is an insert; the status is the lattice maximum of the rows, taken on reading. */
export abstract class Deliveries {
  abstract insert(rows: readonly DeliveryRow[]): Promise<void>;
  /**
   * Deliveries without a terminal status, of every tenant, in order of (conversation, number), oldest conversations first. Of replies
   * that the caller knows about, claims need not be looked for, nor whether they came to an end.
   */
  abstract pending(limit: number, known?: ReadonlySet<string>): Promise<readonly PendingDelivery[]>;
  /** Of these conversations alone, in order of (conversation, number). */
  abstract pendingOf(conversations: readonly ConversationRef[]): Promise<readonly PendingDelivery[]>;
  /** Claims an attempt by unique insert of (reply, attempt); false = somebody else has. */
  abstract claim(claim: DeliveryClaim): Promise<boolean>;
  abstract record(statuses: readonly DeliveryStatus[]): Promise<void>;
  abstract status(conversation: ConversationRef, reply: string): Promise<DeliveryState | null>;
}

/** In rising order; `failed` and `suppressed` are terminal like `sent`, and rank below it. */
export type DeliveryState = 'pending' | 'sending' | 'suppressed' | 'failed' | 'sent' | 'delivered' | 'read';

export interface PendingDelivery extends DeliveryRow {
  /** Attempts claimed so far. */
  readonly attempts: number;
  readonly claimedUntil: number | null;
}

export interface DeliveryClaim extends ConversationRef {
  readonly reply: string;
  readonly attempt: number;
  readonly claimedAt: number;
  readonly claimedUntil: number;
}

export interface DeliveryStatus extends ConversationRef {
  readonly reply: string;
  readonly state: Exclude<DeliveryState, 'pending' | 'sending'>;
  readonly vendorId: string | null;
  readonly at: number;
}
