import type { ConversationState, Entry } from './entry.ts';
import type { InvokeEffect, OperationTerms, Rules } from './rules.ts';

/** An operation that an entry opened. */
export interface OpenedOperation extends OperationTerms {
  readonly operation: string;
  /** Index of the invoke effect among the entry's effects. */
  readonly index: number;
  /** ms since the epoch. */
  readonly deadline: number;
}

/** Operations that the entry asked for and whose state is still active: one already left asks for nothing. */
export function openedOperations(entry: Entry, after: ConversationState, rules: Rules): readonly OpenedOperation[] {
  if (!entry.effects.some(isInvoke)) return [];
  const open = openIds(after);
  return entry.effects.flatMap((effect, index) => {
    if (!isInvoke(effect) || !open.has(effect.operation)) return [];
    const terms = termsOf(effect, rules);
    return [{ ...terms, operation: effect.operation, index, deadline: entry.now + terms.deadlineMs }];
  });
}

/** Operations that were open before and are not any more: cancelled or settled. */
export function closedOperations(before: ConversationState | null, after: ConversationState): readonly string[] {
  if (before === null) return [];
  const known = [...(before.snapshot?.operations ?? []), ...(before.thinking === undefined ? [] : [before.thinking])];
  if (known.length === 0) return [];
  const open = openIds(after);
  return known.map(({ operation }) => operation).filter((id) => !open.has(id));
}

/** When the earliest timer is due, ms since the epoch; null = none pending. */
export function nextDue(state: ConversationState): number | null {
  if (state.snapshot?.status !== 'active') return null;
  return state.snapshot.timers.reduce<number | null>(
    (least, { due }) => (least === null ? due : Math.min(least, due)),
    null,
  );
}

const isInvoke = (effect: { readonly kind: string }): effect is InvokeEffect => effect.kind === 'invoke';

/** No state asks what a message means: the conversation does. */
function termsOf(effect: InvokeEffect, rules: Rules): OperationTerms {
  return effect.state === '' && rules.remote !== undefined ? rules.remote.terms : rules.operation(effect);
}

function openIds({ snapshot, thinking }: ConversationState): ReadonlySet<string> {
  const open = snapshot?.status === 'active' ? snapshot.operations : [];
  return new Set([...open, ...(thinking === undefined ? [] : [thinking])].map(({ operation }) => operation));
}
