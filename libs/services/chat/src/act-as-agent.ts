import type { Outcome } from '@parley/contracts';
import type { EventId, StimulusBody } from '@parley/message';
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
  | { readonly kind: 'unknown-conversation' | 'no-handoff' | 'claimed' | 'not-running' | 'not-settled' };

type Act = Extract<StimulusBody, { kind: 'agent-message' | 'agent-closed' | 'claim' | 'end' | 'reset' }>;

/** Why the rules refused an act, as callers are told. */
const refusals: Readonly<Record<string, 'no-handoff' | 'claimed' | 'not-running'>> = {
  'conversation.claimed': 'claimed',
  'episode.not-running': 'not-running',
};

/** An act on a conversation is a stimulus like any other; it is answered once it is recorded. */
export async function actAsAgent(self: ActAsAgent, ref: ConversationRef, id: string, act: Act): Promise<ActAnswer> {
  const { ports, config, waiters } = self;
  const summary = await ports.conversations.get(ref);
  if (!summary || summary.status === 'erased') return { kind: 'unknown-conversation' };
  const eventId = eventIdOf(act, id);
  const settled = waiters.expect(ref, eventId, config.settleWithinMs);
  const body = act.kind === 'agent-message' ? { ...act, text: wellFormed(act.text) } : act;
  const { tenant, conversation } = ref;
  const address = { tenant, conversation, connection: summary.connection };
  await appendStimuli(ports, config, [{ ...address, eventId, receivedAt: ports.now(), body }]);
  const outcome = await settled;
  if (!outcome) return { kind: 'not-settled' };
  if (outcome.recorded === 'refused') return { kind: refusals[outcome.code] ?? 'no-handoff' };
  return { kind: 'recorded', eventId, outcome };
}

/** An id names an act among those of its kind: one id may claim and later close. */
function eventIdOf({ kind }: Act, id: string): EventId {
  if (kind === 'agent-message' || kind === 'agent-closed') return `agent:${id}`;
  return `api:${kind}:${id}`;
}
