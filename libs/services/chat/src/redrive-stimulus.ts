import type { Outcome } from '@parley/contracts';
import type { Entry } from '@parley/conversation';
import { readCanonical, type EventId } from '@parley/message';
import type { ConversationRef } from '@parley/ports';
import type { ActAsAgent } from './act-as-agent.ts';
import { appendStimuli } from './append-stimuli.ts';

export type RedriveAnswer =
  | { readonly kind: 'unknown-conversation' | 'unknown-entry' | 'not-failed' }
  /** `outcome` null = it is durable, and not settled yet. */
  | { readonly kind: 'redriven'; readonly eventId: string; readonly outcome: Outcome | null };

/**
 * Tries a failed stimulus again: a new stimulus at today's place in the order, whose id says what it repeats
 * (DURABILITY 19). The same attempt asked for again is the same stimulus.
 */
export async function redriveStimulus(
  self: ActAsAgent,
  ref: ConversationRef,
  seq: number,
  attempt: number,
): Promise<RedriveAnswer> {
  const { ports, config, waiters } = self;
  // 1 What failed?
  if (!(await ports.conversations.get(ref))) return { kind: 'unknown-conversation' };
  const { entries } = await ports.engine.readJournal({ ...ref, afterSeq: seq - 1, limit: 1 });
  const found = entries.find((entry) => entry.seq === seq);
  if (found === undefined || found.entryJson.length === 0) return { kind: 'unknown-entry' };
  const { outcome, stimulus } = readCanonical(found.entryJson) as Entry;
  if (outcome.kind !== 'failed') return { kind: 'not-failed' };
  // 2 The same again, under an id of its own.
  const eventId: EventId = `redrive:${stimulus.eventId}:${attempt}`;
  const settled = waiters.expect(ref, eventId, config.settleWithinMs);
  const { throttled: _, ...once } = stimulus;
  await appendStimuli(ports, config, [{ ...once, eventId, receivedAt: ports.now() }]);
  return { kind: 'redriven', eventId, outcome: await settled };
}
