import { nothingUnderstood } from '@parley/flow';
import { canonicalBytes } from '@parley/message';
import type { Understanding } from '@parley/nlu';
import { DEFAULT_LIMITS } from '@parley/statechart';
import type { Thinking, Waiting } from './entry.ts';
import { beginAgain, cancelForHandoff, hear } from './hear.ts';
import type { PlatformText } from './platform-texts.ts';
import type { RemoteModel, Rules } from './rules.ts';
import type { Run } from './run.ts';

/** A queue with one more, or null when it is full: as much may wait here as in the kernel. */
export function withOneMore(waiting: readonly Waiting[], one: Waiting): readonly Waiting[] | null {
  const longer = [...waiting, one];
  if (longer.length > DEFAULT_LIMITS.deferredEvents) return null;
  return canonicalBytes(longer).length > DEFAULT_LIMITS.deferredBytes ? null : longer;
}

/** Whether the model has to be asked before the machine may step. A bot that is silent asks nobody. */
export function isAsked(run: Run, rules: Rules, { language, first, ...arrived }: Waiting): boolean {
  const { snapshot, episode } = run;
  if (rules.remote === undefined || snapshot?.status !== 'active' || rules.isMuted(snapshot)) return false;
  return rules.remote.isNeeded({ snapshot, episode, language, first }, arrived);
}

/** Asks the model what the first of them means. */
export function think(run: Run, { terms, intents }: RemoteModel, waiting: readonly Waiting[]): Thinking {
  const [first] = waiting;
  const text = first?.body.kind === 'message' ? first.body.text : '';
  const input = { text, language: first?.language ?? '', intents: [...intents] };
  return { operation: run.ask('understand', terms.adapter, input, '/understanding/model'), waiting };
}

export interface TakenUp {
  /** What waits still: another one has to be thought about. */
  readonly thinking: Thinking | null;
  /** Said by the platform of the last message that the flow could not answer. */
  readonly reply?: PlatformText;
}

/**
 * Takes up what waits, in order, until one needs the model: that is asked, and the rest goes on waiting.
 * @param answer what the model says of the first; null = it was not asked, or is asked no more
 */
export function takeUp(run: Run, rules: Rules, waiting: readonly Waiting[], answer: Understanding | null): TakenUp {
  let reply: PlatformText | undefined;
  for (const [place, one] of waiting.entries()) {
    const before = run.mark();
    const first = wake(run, one) || one.first;
    const meant = place === 0 ? answer : null;
    const now = { ...one, first };
    if (rules.remote !== undefined && meant === null && run.failure === null && isAsked(run, rules, now)) {
      return { thinking: think(run, rules.remote, [now, ...waiting.slice(place + 1)]), ...(reply && { reply }) };
    }
    reply = takeOne(run, rules, now, meant ?? nothingUnderstood) ?? reply;
    if (run.failure !== null) {
      const failure = { ...run.failure, event: one.body.kind, id: one.eventId };
      run.undo(before);
      run.failures.push(failure);
      run.settles.push(one.eventId);
      if (run.snapshot === null || !rules.isMuted(run.snapshot)) reply = 'failed';
    }
  }
  return { thinking: null, ...(reply && { reply }) };
}

/** A message that waited while its episode came to an end begins the next one. */
function wake(run: Run, { body }: Waiting): boolean {
  if (body.kind !== 'message' || run.snapshot?.status === 'active') return false;
  run.start(body.profile);
  return true;
}

function takeOne(run: Run, rules: Rules, one: Waiting, meant: Understanding): PlatformText | undefined {
  if (run.failure !== null || run.snapshot === null) return undefined;
  const { language, first, ...arrived } = one;
  const mark = run.mark();
  const wasMuted = rules.isMuted(run.snapshot);
  const step = hear(run, rules, () => meant, arrived, { language, first });
  // Kept once more, by the machine: it settles it then.
  if (step?.outcome !== 'deferred') run.settles.splice(mark.settles, 0, one.eventId);
  if (run.failure === null) cancelForHandoff(run, wasMuted, rules);
  if (run.failure === null) beginAgain(run);
  if (wasMuted && rules.isMuted(run.snapshot)) run.said.length = mark.said;
  return step?.refusal === 'queue-full' ? 'busy' : undefined;
}
