import type { AuthoredGuard } from '../format/authored.ts';
import { eventsOf, intentsOf, movesOf } from '../tree/moves.ts';
import type { Move } from '../tree/moves.ts';
import { ancestors } from '../tree/state-tree.ts';
import type { StateNode } from '../tree/state-tree.ts';
import type { Desugaring } from './desugaring.ts';

/** Joins conditions; absent ones do not count. */
export function every(...terms: readonly (string | undefined)[]): string | undefined {
  const present = terms.filter((each) => each !== undefined);
  return present.length === 0 ? undefined : present.join(' && ');
}

export function some(terms: readonly string[]): string | undefined {
  if (terms.length === 0) return undefined;
  return terms.length === 1 ? terms[0] : `(${terms.join(' || ')})`;
}

export function not(condition: string | undefined): string | undefined {
  return condition === undefined ? undefined : `!(${condition})`;
}

export function has(path: string): string {
  return `has(${path})`;
}

/** A text as the expression language writes it. */
export function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** The message is understood as one of these, at or above the threshold. */
export function isIntent(intents: readonly string[], threshold: number): string {
  const named =
    intents.length === 1
      ? `event.intent == ${quote(intents[0] ?? '')}`
      : `event.intent in [${intents.map(quote).join(', ')}]`;
  return `${named} && event.confidence >= ${threshold}`;
}

export const UNDERSTOOD = (threshold: number): string => `event.intent != null && event.confidence >= ${threshold}`;

/** Typed (no button), and not out of date. */
export const TYPED = "event.asker == '' && !event.stale";
export const NOT_FIRST = '!event.first';

export function whenOf(move: Pick<Move, 'when'>, context: Desugaring): string | undefined {
  if (move.when === undefined) return undefined;
  const source =
    typeof move.when === 'string'
      ? move.when
      : guardExpression(move.when, context.threshold, [...context.slots.keys()]);
  return `(${source})`;
}

/** A named guard as an expression. Its parameters were checked. */
export function guardExpression(guard: AuthoredGuard, threshold: number, allSlots: readonly string[]): string {
  const params = guard.params;
  switch (guard.guard) {
    case 'slotFilled':
      return has(`slots.${params?.slot ?? ''}`);
    case 'allSlotsFilled':
      return every(...(params?.slots ?? allSlots).map((slot) => has(`slots.${slot}`))) ?? 'true';
    case 'integrationOk':
      return `flow.outcomes.${params?.state ?? ''} == 'done'`;
    case 'integrationFailed':
      return `flow.outcomes.${params?.state ?? ''} == 'failed'`;
    case 'lowConfidence':
      return `event.confidence < ${params?.below ?? threshold}`;
    case 'intentIs':
      return isIntent([params?.intent ?? ''], threshold);
    default:
      return 'false';
  }
}

/** No ancestor takes the message by an intent (its `when` included): rule 3 (c) stands before what the state does itself. */
export function notTakenAbove(node: StateNode, context: Desugaring): string | undefined {
  const byWhen = new Map<string | undefined, string[]>();
  for (const move of ancestors(node).flatMap((each) => movesOf(context.tree, each))) {
    const intents = intentsOf(move.on);
    if (intents.length === 0) continue;
    const when = whenOf(move, context);
    byWhen.set(when, [...(byWhen.get(when) ?? []), ...intents]);
  }
  if (byWhen.size === 0) return undefined;
  const terms = [...byWhen].map(([when, intents]) => {
    const named = `event.intent in [${[...new Set(intents)].map(quote).join(', ')}]`;
    return when === undefined ? named : `(${named} && ${when})`;
  });
  return `!(event.confidence >= ${context.threshold} && ${some(terms) ?? 'false'})`;
}

/** Events of an author's descriptors; `*` is whatever may come from outside, but the message. */
export function outsideEvents(on: readonly string[], context: Desugaring): readonly string[] {
  return eventsOf(on)
    .filter((each) => !isMessage(each))
    .concat(on.includes('*') ? ['opened', 'agent', ...context.declaredEvents] : []);
}

/** Whether the descriptors name the plain `message`. */
export function takesMessage(on: readonly string[]): boolean {
  return eventsOf(on).some(isMessage);
}

function isMessage(descriptor: string): boolean {
  return descriptor === 'message' || descriptor === 'message.*' || descriptor === '*';
}
