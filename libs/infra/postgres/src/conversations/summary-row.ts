import type { ConversationSummary } from '@parley/conversation';

/** A summary as it is kept. */
export interface SummaryRow {
  readonly tenant: string;
  readonly conversation: string;
  readonly connection: string;
  readonly seq: number;
  readonly episode: number;
  readonly flow: string;
  readonly language: string;
  readonly status: ConversationSummary['status'];
  readonly states: string;
  readonly last_message: number;
  readonly first_message: number;
  readonly epoch: number;
  readonly updated_at: number;
}

export function toSummary(row: SummaryRow): ConversationSummary {
  return {
    tenant: row.tenant,
    conversation: row.conversation,
    connection: row.connection,
    seq: row.seq,
    episode: row.episode,
    flow: row.flow,
    language: row.language,
    status: row.status,
    states: JSON.parse(row.states) as readonly string[],
    lastMessage: row.last_message,
    firstMessage: row.first_message,
    epoch: row.epoch,
    updatedAt: row.updated_at,
  };
}
