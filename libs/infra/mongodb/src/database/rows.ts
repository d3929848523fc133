import type { ConversationSummary, DeliveryRow, MessageRow } from '@parley/conversation';
import type { ConnectionSign, DeliveryClaim, DeliveryStatus, Hold } from '@parley/ports';
import type { Binary } from 'mongodb';
import type { RankedRow } from './newest-rows.ts';
import type { Row } from './table.ts';

/** `_id`: conversation, seq. One for each version of a summary that is not outdated yet. */
export interface SummaryRow extends RankedRow, ConversationSummary {}

/** `_id`: conversation, number. What was said, or that it was erased. */
export type MessageDocument = SaidRow | ErasedRow;
export interface SaidRow extends Row, Omit<MessageRow, 'choices'> {
  /** JSON. */
  readonly choices: string;
}
export interface ErasedRow extends Row {
  readonly number: number;
  /** The last number that this erasure took. */
  readonly goneThrough: number;
}

/** `_id`: conversation, number: what an erasure took, when it is done. */
export interface ErasureRow extends RankedRow {
  readonly number: number;
  /** ms since the epoch; absent = what holds the places of its messages was swept. */
  readonly at?: number;
}

/** `_id`: tenant, word, conversation. */
export interface WordRow extends Row {
  /** The conversation. */
  readonly of: string;
  /** Of the message that said it first. */
  readonly number: number;
}

/** `_id`: reply. It goes when a status comes. */
export interface PendingRow extends Row, DeliveryRow {}

/** `_id`: reply, attempt. */
export interface ClaimRow extends Row, Omit<DeliveryClaim, 'tenant'> {
  /** The reply. */
  readonly of: string;
  /** Who inserted it: any text that nobody else uses. */
  readonly by: string;
}

/** `_id`: reply, state. */
export interface StatusRow extends Row, Omit<DeliveryStatus, 'tenant'> {
  /** The reply. */
  readonly of: string;
}

/** `_id`: conversation, generation, time. */
export interface PlaceRow extends RankedRow {
  readonly conversation: string;
  readonly generation: number;
  readonly sealed: Binary;
  readonly at: number;
}

/** `_id`: connection, bucket, time. */
export interface HoldRow extends RankedRow, Hold {}

/** `_id`: connection, aspect, time. */
export interface SignRow extends RankedRow, ConnectionSign {}

/** `_id`: tenant, id. */
export interface QuarantineRow extends Row {
  readonly id: string;
  readonly connection: string;
  readonly reason: string;
  readonly sealed: Binary;
  /** Of the sealed body. */
  readonly bytes: number;
  readonly receivedAt: number;
}
