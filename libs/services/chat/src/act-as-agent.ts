import type { Outcome } from '@parley/contracts';
import type { StimulusBody } from '@parley/message';
import { wellFormed } from '@parley/message';
import type { ConversationRef } from '@parley/ports';
import { appendStimuli } from './append-stimuli.ts';
import type { ChatConfig } from './config.ts';
import type { ChatPorts } from './chat-ports.ts';
import type { OutcomeWaiters } from './outcome-waiters.ts';

export interface ActAsAgent {
  readonly ports: ChatPorts;
  readonly config: ChatConfig;
  readonly waiters: OutcomeWaiters;
}

export type ActAnswer =
  | { readonly kind: 'recorded'; readonly eventId: string; readonly outcome: Outcome }
  | { readonly kind: 'unknown-conversation' | 'no-handoff' | 'not-settled' };

type Act = Extract<StimulusBody, { kind: 'agent-message' | 'agent-closed' }>;

/** An agent's act is a stimulus like any other; it is answered once it is recorded. */
export async function actAsAgent(self: ActAsAgent, ref: ConversationRef, id: string, act: Act): Promise<ActAnswer> {
  const { ports, config, waiters } = self;
  const summary = await ports.conversations.get(ref);
  if (!summary || summary.status === 'erased') return { kind: 'unknown-conversation' };
  const eventId = `agent:${id}` as const;
  const settled = waiters.expect(ref.conversation, eventId, config.settleWithinMs);
  const body = act.kind === 'agent-message' ? { ...act, text: wellFormed(act.text) } : act;
  const { tenant, conversation } = ref;
  const address = { tenant, conversation, connection: summary.connection };
  await appendStimuli(ports, config, [{ ...address, eventId, receivedAt: ports.now(), body }]);
  const outcome = await settled;
  if (!outcome) return { kind: 'not-settled' };
  return outcome.recorded === 'refused' ? { kind: 'no-handoff' } : { kind: 'recorded', eventId, outcome };
}
