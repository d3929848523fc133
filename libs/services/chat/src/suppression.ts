import type { ConversationSummary, DeliveryRow, MessageRow } from '@parley/conversation';

/**
 * Whether a reply must not go out any more (DURABILITY 25). Committed before an agent's claim it is sent, before the
 * agent's own messages; a bot's reply that was decided under an older epoch and committed after the claim is not.
 * Nothing goes out of an erased conversation.
 */
export function isSuppressed(
  delivery: Pick<DeliveryRow, 'epoch'>,
  message: Pick<MessageRow, 'from' | 'seq' | 'number'>,
  current: ConversationSummary | null,
): boolean {
  if (!current) return false;
  if (message.number < current.firstMessage || current.status === 'erased') return true;
  return message.from === 'bot' && delivery.epoch < current.epoch && message.seq > current.seq;
}
