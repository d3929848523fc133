import type { ConversationSummary, DeliveryRow, MessageRow } from '@parley/conversation';
import type { ConversationRef, DeliveryClaim, DeliveryStatus, Hold } from '@parley/ports';

const NOON = 1_760_000_000_000;

export function talks(tenant: string, count: number): readonly ConversationRef[] {
  return Array.from({ length: count }, (_, n) => ({ tenant, conversation: `c${n}` }));
}

export function message({ tenant, conversation }: ConversationRef, number: number, text = 'said'): MessageRow {
  return {
    tenant,
    conversation,
    number,
    seq: number,
    from: 'person',
    text,
    choices: [],
    eventId: `web:${number}`,
    at: NOON,
  };
}

export function summary(
  { tenant, conversation }: ConversationRef,
  seq: number,
  changes: Partial<ConversationSummary> = {},
): ConversationSummary {
  return {
    ...{ tenant, conversation, connection: 'web', seq, episode: 1, flow: 'f', language: 'en', status: 'bot' },
    ...{ states: ['ask'], lastMessage: seq, firstMessage: 1, epoch: 0, updatedAt: NOON + seq },
    ...changes,
  };
}

export function delivery({ tenant, conversation }: ConversationRef, number: number): DeliveryRow {
  const reply = `${conversation}:${number}:0`;
  return { tenant, conversation, connection: 'web', reply, number, epoch: 0, createdAt: NOON + number };
}

export function claimAt({ tenant, conversation, reply }: DeliveryRow, attempt: number, until = NOON): DeliveryClaim {
  return { tenant, conversation, reply, attempt, claimedAt: until - 1, claimedUntil: until };
}

export function statusAt(
  { tenant, conversation, reply }: DeliveryRow,
  state: DeliveryStatus['state'],
  at = NOON,
): DeliveryStatus {
  return { tenant, conversation, reply, state, vendorId: null, at };
}

export function hold(tenant: string, until: number): Hold {
  return { tenant, connection: 'slack', bucket: 'C1', until };
}
