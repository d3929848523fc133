import type {
  ChannelAck,
  ChatMessage,
  ConversationSummary as WireSummary,
  QuarantinedBody as WireBody,
} from '@parley/contracts';
import type { ConversationSummary, MessageRow } from '@parley/conversation';
import type { Ack, QuarantinedBody } from '@parley/ports';

/** What lists show of a body: everything but the body. */
export function quarantinedToWire({ id, connection, reason, receivedAt }: QuarantinedBody): WireBody {
  return { id, connection, reason, receivedAt };
}

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
