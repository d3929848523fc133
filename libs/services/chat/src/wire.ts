import type { ChannelAck, ChatMessage, ConversationSummary as WireSummary } from '@parley/contracts';
import type { ConversationSummary, MessageRow } from '@parley/conversation';
import type { Ack } from '@parley/ports';

/** The contract's messages own their lists; ours are read-only. */
export function messagesToWire(rows: readonly MessageRow[]): ChatMessage[] {
  return rows.map((row) => ({ ...row, choices: [...row.choices] }));
}

export function summaryToWire(summary: ConversationSummary): WireSummary {
  return { ...summary, states: [...summary.states] };
}

/** Absent where the channel's own clients are told the ids. */
export function ackToWire(ack: Ack | undefined): ChannelAck | undefined {
  return ack && { contentType: ack.contentType, body: new TextEncoder().encode(ack.body) };
}
