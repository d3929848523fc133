import type { Entry, EntryMessage } from './entry.ts';
import type { ConversationSummary, DeliveryRow, MessageRow, Projection } from './projection.ts';

/** Chat's rows for an entry. The entry alone decides them, so a rider, a record afterwards and a redelivery write the same. */
export function projectOutcome(entry: Entry): Projection {
  const { tenant, conversation } = entry.stimulus;
  return {
    summary: summaryOf(entry),
    messages: entry.messages.map((message): MessageRow => ({
      tenant,
      conversation,
      seq: entry.seq,
      number: message.number,
      from: message.from,
      text: message.text,
      choices: message.choices ?? [],
      eventId: message.eventId,
      at: message.at,
    })),
    deliveries: entry.messages.flatMap((message, index) => deliveryOf(entry, message, index)),
    erases: entry.outcome.kind === 'erased',
  };
}

function summaryOf(entry: Entry): ConversationSummary {
  const { tenant, conversation, connection } = entry.stimulus;
  return {
    tenant,
    conversation,
    connection,
    seq: entry.seq,
    episode: entry.episode,
    flow: entry.flow,
    language: entry.language,
    status: entry.after.status,
    states: entry.after.states,
    lastMessage: entry.after.lastMessage,
    firstMessage: entry.after.firstMessage,
    epoch: entry.epoch,
    updatedAt: entry.now,
  };
}

function deliveryOf(entry: Entry, message: EntryMessage, index: number): readonly DeliveryRow[] {
  if (message.from === 'person') return [];
  const { tenant, conversation, connection } = entry.stimulus;
  const reply = `${conversation}:${entry.seq}:${index}`;
  return [
    { tenant, conversation, connection, reply, number: message.number, epoch: entry.epoch, createdAt: entry.now },
  ];
}
