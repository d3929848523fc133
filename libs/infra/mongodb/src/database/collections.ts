import type { Db } from 'mongodb';
import type {
  ClaimRow,
  ErasureRow,
  HoldRow,
  MessageDocument,
  PendingRow,
  PlaceRow,
  QuarantineRow,
  SignRow,
  StatusRow,
  SummaryRow,
  WordRow,
} from './rows.ts';
import { Table, type Row, type Waits } from './table.ts';

/** An index besides the one on `_id`, which alone is unique and alone decides anything. */
export interface IndexSpec {
  readonly name: string;
  readonly key: Readonly<Record<string, 1 | -1>>;
}

const NEWEST: IndexSpec = { name: 'newest', key: { of: 1, _id: -1 } };

/** Every collection of chat, and what it is read by. */
export const COLLECTIONS = {
  conversations: [
    NEWEST,
    { name: 'list', key: { tenant: 1, updatedAt: -1, conversation: -1 } },
    { name: 'ended', key: { status: 1, updatedAt: 1 } },
  ],
  messages: [],
  erased_messages: [NEWEST, { name: 'age', key: { at: 1 } }],
  message_words: [{ name: 'conversation', key: { of: 1, number: 1 } }],
  deliveries: [{ name: 'oldest', key: { createdAt: 1, tenant: 1, conversation: 1, number: 1 } }],
  delivery_claims: [
    { name: 'reply', key: { of: 1, claimedUntil: 1 } },
    { name: 'age', key: { claimedUntil: 1 } },
  ],
  delivery_statuses: [
    { name: 'reply', key: { of: 1, state: 1 } },
    { name: 'age', key: { at: 1 } },
  ],
  places: [NEWEST],
  not_before: [NEWEST, { name: 'age', key: { until: 1 } }],
  connection_health: [NEWEST],
  quarantine: [
    { name: 'list', key: { tenant: 1, receivedAt: -1, id: 1, connection: 1 } },
    { name: 'age', key: { receivedAt: -1, _id: 1, bytes: 1 } },
  ],
} as const satisfies Readonly<Record<string, readonly IndexSpec[]>>;

export type CollectionName = keyof typeof COLLECTIONS;

export const collectionNames = Object.keys(COLLECTIONS) as readonly CollectionName[];

/** The collections of one database, each with the rows that it holds. */
export function tablesOf(db: Db, waits: Waits) {
  const table = <R extends Row>(name: CollectionName): Table<R> => new Table(db.collection<R>(name), waits);
  return {
    conversations: table<SummaryRow>('conversations'),
    messages: table<MessageDocument>('messages'),
    erased_messages: table<ErasureRow>('erased_messages'),
    message_words: table<WordRow>('message_words'),
    deliveries: table<PendingRow>('deliveries'),
    delivery_claims: table<ClaimRow>('delivery_claims'),
    delivery_statuses: table<StatusRow>('delivery_statuses'),
    places: table<PlaceRow>('places'),
    not_before: table<HoldRow>('not_before'),
    connection_health: table<SignRow>('connection_health'),
    quarantine: table<QuarantineRow>('quarantine'),
  };
}

export type Tables = ReturnType<typeof tablesOf>;
