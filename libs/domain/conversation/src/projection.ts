import type { EventId } from '@parley/message';
import type { Choice, ConversationStatus } from './entry.ts';

/** Chat's rows for one entry, ids (conversation, seq, index): inserted if absent, by rider or afterwards, by one function. */
export interface Projection {
  readonly summary: ConversationSummary;
  readonly messages: readonly MessageRow[];
  readonly deliveries: readonly DeliveryRow[];
  /** The conversation was erased: chat deletes its messages before `summary.firstMessage`, riders or not. */
  readonly erases: boolean;
}

/** Overwritten only by a higher seq. */
export interface ConversationSummary {
  readonly tenant: string;
  readonly conversation: string;
  readonly connection: string;
  readonly seq: number;
  readonly episode: number;
  readonly flow: string;
  readonly language: string;
  readonly status: ConversationStatus;
  readonly states: readonly string[];
  readonly lastMessage: number;
  /** Number of the first message that is still there: 1, or what follows an erasure. */
  readonly firstMessage: number;
  readonly epoch: number;
  readonly updatedAt: number;
}

export interface MessageRow {
  readonly tenant: string;
  readonly conversation: string;
  /** Gapless in the conversation, from 1: the reader's watermark. */
  readonly number: number;
  readonly seq: number;
  readonly from: 'person' | 'bot' | 'agent';
  readonly text: string;
  readonly choices: readonly Choice[];
  readonly eventId: EventId;
  readonly at: number;
}

/** A reply on its way out. Its id is `<conversation>:<seq>:<index>`, stable over every attempt. */
export interface DeliveryRow {
  readonly tenant: string;
  readonly conversation: string;
  readonly connection: string;
  readonly reply: string;
  readonly number: number;
  readonly epoch: number;
  readonly createdAt: number;
}
