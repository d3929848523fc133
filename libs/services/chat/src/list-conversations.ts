import type { ConversationSummary } from '@parley/conversation';
import type { ConversationFilter, SearchPlace } from '@parley/ports';
import type { ChatPorts } from './chat-ports.ts';
import { wordNames } from './word-names.ts';

export interface ConversationsToList extends Omit<ConversationFilter, 'words'> {
  readonly tenant: string;
  /** 0 = as usual. */
  readonly limit: number;
  /** '' = the first page. */
  readonly cursor: string;
  /** Words that were all said. */
  readonly text?: string | undefined;
}

export type ListAnswer =
  | { readonly kind: 'page'; readonly conversations: readonly ConversationSummary[]; readonly next: string }
  | { readonly kind: 'invalid-cursor' };

const maxLimit = 200;
const defaultLimit = 50;
const nothing: ListAnswer = { kind: 'page', conversations: [], next: '' };

/** A tenant's conversations that fit, newest first, a page at a time. A cursor is a place in that order. */
export async function listConversations(
  { search, keyring }: Pick<ChatPorts, 'search' | 'keyring'>,
  { tenant, limit, cursor, text, ...filter }: ConversationsToList,
): Promise<ListAnswer> {
  const count = limit === 0 ? defaultLimit : Math.min(limit, maxLimit);
  const after = cursor === '' ? undefined : placeIn(cursor);
  if (after === null) return { kind: 'invalid-cursor' };
  const words = text === undefined ? undefined : wordNames(await keyring.idKey(tenant), text);
  if (words?.length === 0) return nothing;
  const { conversations, next } = await search.find(tenant, { ...filter, words }, count, after);
  return { kind: 'page', conversations, next: next === null ? '' : cursorOf(next) };
}

const cursorOf = ({ updatedAt, conversation }: SearchPlace): string =>
  Buffer.from(`${updatedAt} ${conversation}`, 'utf8').toString('base64url');

function placeIn(cursor: string): SearchPlace | null {
  const [, at, conversation] = /^(\d{1,15}) ([\x21-\x7e]{1,200})$/.exec(decoded(cursor)) ?? [];
  return at === undefined || conversation === undefined ? null : { updatedAt: Number(at), conversation };
}

const decoded = (cursor: string): string => Buffer.from(cursor, 'base64url').toString('utf8');
