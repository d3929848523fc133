import type { ConversationSummary } from '@parley/conversation';
import type { ChatPorts } from './chat-ports.ts';

export type ListAnswer =
  | { readonly kind: 'page'; readonly conversations: readonly ConversationSummary[]; readonly next: string }
  | { readonly kind: 'invalid-cursor' };

const maxLimit = 200;
const defaultLimit = 50;

/** A tenant's conversations, newest first, a page at a time. A cursor names the last conversation of the page before. */
export async function listConversations(
  ports: Pick<ChatPorts, 'conversations'>,
  tenant: string,
  limit: number,
  cursor: string,
): Promise<ListAnswer> {
  const count = limit === 0 ? defaultLimit : Math.min(limit, maxLimit);
  const before = cursor === '' ? undefined : await ports.conversations.get({ tenant, conversation: cursor });
  if (before === null) return { kind: 'invalid-cursor' };
  const conversations = await ports.conversations.list(tenant, count, before);
  const isFull = conversations.length === count;
  return { kind: 'page', conversations, next: isFull ? (conversations.at(-1)?.conversation ?? '') : '' };
}
