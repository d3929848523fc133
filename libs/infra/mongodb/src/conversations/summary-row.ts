import type { ConversationSummary } from '@parley/conversation';
import type { SearchPlace } from '@parley/ports';
import { conversationKey, digits } from '../database/keys.ts';
import type { SummaryRow } from '../database/rows.ts';

export function toRow(summary: ConversationSummary): SummaryRow {
  const of = conversationKey(summary);
  return { _id: `${of}/${digits(summary.seq)}`, of, ...toSummary(summary) };
}

/** A summary and nothing besides. */
export function toSummary(row: ConversationSummary): ConversationSummary {
  return {
    tenant: row.tenant,
    conversation: row.conversation,
    connection: row.connection,
    seq: row.seq,
    episode: row.episode,
    flow: row.flow,
    language: row.language,
    status: row.status,
    states: row.states,
    lastMessage: row.lastMessage,
    firstMessage: row.firstMessage,
    epoch: row.epoch,
    updatedAt: row.updatedAt,
  };
}

/** The order of lists. */
export function newestFirst(one: SearchPlace, other: SearchPlace): number {
  if (one.updatedAt !== other.updatedAt) return other.updatedAt - one.updatedAt;
  return one.conversation > other.conversation ? -1 : Number(one.conversation < other.conversation);
}
