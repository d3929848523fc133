import { unwrap, type components, type operations, type ParleyClient } from '@parley/client';
import type { ConversationFilter } from '../route.ts';

export type Conversation = components['schemas']['Conversation'];
export type WatchedConversation = components['schemas']['WatchedConversation'];

export interface Found {
  readonly conversations: readonly Conversation[];
  /** Where the next page begins; null = there is none. */
  readonly next: string | null;
}

const PAGE = 50;
/** A page may be empty and yet not the last: so many are asked for at once. */
const ROUNDS = 5;
const DAY_MS = 86_400_000;

/** One page of the conversations that fit. */
export async function findConversations(
  client: ParleyClient,
  filter: ConversationFilter,
  cursor: string | null,
): Promise<Found> {
  const conversations: Conversation[] = [];
  let next = cursor;
  for (let round = 0; round < ROUNDS; round += 1) {
    const query = { ...queryOf(filter), limit: PAGE, ...(next !== null && { cursor: next }) };
    const page = await unwrap(client.GET('/v1/conversations', { params: { query } }));
    conversations.push(...page.conversations);
    next = page.next;
    if (next === null || conversations.length >= PAGE / 2) break;
  }
  return { conversations, next };
}

type Query = NonNullable<operations['listConversations']['parameters']['query']>;

/** The filter as the API takes it; a day begins and ends where the reader lives. */
export function queryOf({ text, flow, status, state, connection, since, until }: ConversationFilter): Query {
  const from = startOfDay(since);
  const to = startOfDay(until);
  return {
    ...(text.trim() !== '' && { text: text.trim() }),
    ...(flow !== '' && { flow }),
    ...(isStatus(status) && { status }),
    ...(state.trim() !== '' && { state: state.trim() }),
    ...(connection !== '' && { connection }),
    ...(from !== null && { since: from }),
    ...(to !== null && { until: to + DAY_MS - 1 }),
  };
}

function isStatus(text: string): text is Conversation['status'] {
  return ['bot', 'agent', 'ended', 'erased'].includes(text);
}

function startOfDay(day: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const at = new Date(`${day}T00:00:00`).getTime();
  return Number.isFinite(at) ? at : null;
}
