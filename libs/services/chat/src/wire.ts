import type { ChatMessage, ConversationSummary as WireSummary } from '@parley/contracts';
import type { ConversationSummary, MessageRow } from '@parley/conversation';

/** The contract's messages own their lists; ours are read-only. */
export function messagesToWire(rows: readonly MessageRow[]): ChatMessage[] {
  return rows.map((row) => ({ ...row, choices: [...row.choices] }));
}

export function summaryToWire(summary: ConversationSummary): WireSummary {
  return { ...summary, states: [...summary.states] };
}
