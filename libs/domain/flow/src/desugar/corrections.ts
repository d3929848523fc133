import type { CoreAction, CoreTransition } from '@parley/statechart';
import type { StateNode } from '../tree/state-tree.ts';
import type { TaskSlot } from '../tree/tasks.ts';
import { forgetAttempts } from './actions.ts';
import { every, has, some, TYPED, UNDERSTOOD } from './conditions.ts';
import type { Desugaring } from './desugaring.ts';
import { fillOpen, foundAny, isTyped } from './fills.ts';

/** Slots of the tasks that an asking state lies in, without its own. */
export function otherSlots(node: StateNode, context: Desugaring): readonly TaskSlot[] {
  return context.tasks
    .openAt(node)
    .flatMap((task) => task.slots)
    .filter(({ state }) => state !== node);
}

/** A correction of a filled slot that does not fit: the slot is emptied and its state opens with `invalid`. */
export function unfitCorrections(
  node: StateNode,
  free: string | undefined,
  context: Desugaring,
): readonly CoreTransition[] {
  return otherSlots(node, context).map(({ slot, state }) => ({
    event: 'message',
    cond: every(TYPED, has(`slots.${slot}`), has(`event.unfit.${slot}`), free) ?? 'true',
    target: state.name,
    do: [
      ...fillAll(node, context, slot),
      { unset: `slots.${slot}`, at: node.at },
      ...forgetAttempts(slot, node.at),
      { assign: `flow.invalid.${slot}`, expr: 'true', at: node.at },
    ],
    at: node.at,
  }));
}

/**
 * A message that brings values for other slots of the task, and none for this question: they are filled or overwritten
 * and the question is asked again, not counted. Free words correct nothing by themselves (too easily mistaken): a text
 * slot is corrected only together with an intent that was understood.
 */
export function correction(
  node: StateNode,
  free: string | undefined,
  asked: readonly CoreAction[],
  typedAlone: boolean,
  context: Desugaring,
): readonly CoreTransition[] {
  const others = otherSlots(node, context);
  if (others.length === 0) return [];
  const any = some(foundAny(others)) ?? 'false';
  const typed = typedAlone ? some(foundAny(others.filter(({ slot }) => isTyped(slot, context)))) : undefined;
  const understood = `(${UNDERSTOOD(context.threshold)} && ${any})`;
  return [
    {
      event: 'message',
      cond: every(TYPED, typed === undefined ? understood : `(${understood} || ${typed})`, free) ?? 'true',
      do: [...fillAll(node, context), ...asked],
      at: node.at,
    },
  ];
}

function fillAll(node: StateNode, context: Desugaring, except?: string): readonly CoreAction[] {
  return context.tasks.openAt(node).flatMap((task) => fillOpen(task, node.at, except));
}
