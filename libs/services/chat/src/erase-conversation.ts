import type { ConversationRef } from '@parley/ports';
import { randomUUID } from 'node:crypto';
import { appendStimuli } from './append-stimuli.ts';
import type { ActAsAgent } from './act-as-agent.ts';

export type EraseAnswer = 'erased' | 'unknown-conversation' | 'not-settled';

/** Forgets a conversation: a tombstone in its place in the order, then its messages, then its key (DURABILITY 27). */
export async function eraseConversation(self: ActAsAgent, ref: ConversationRef, by: string): Promise<EraseAnswer> {
  const { ports, config, waiters } = self;
  const summary = await ports.conversations.get(ref);
  if (!summary) return 'unknown-conversation';
  if (summary.status === 'erased') return 'erased';
  const eventId = `api:erase:${randomUUID()}` as const;
  const settled = waiters.expect(ref, eventId, config.settleWithinMs);
  const { tenant, conversation } = ref;
  const address = { tenant, conversation, connection: summary.connection };
  await appendStimuli(ports, config, [{ ...address, eventId, receivedAt: ports.now(), body: { kind: 'erase', by } }]);
  return (await settled) ? 'erased' : 'not-settled';
}
