import type { CoreAction, CoreTransition } from '@parley/statechart';
import type { StateNode } from '../tree/state-tree.ts';
import type { TaskSlot } from '../tree/tasks.ts';
import { forgetAttempts } from './actions.ts';
import { every, has, isIntent, some, TYPED, UNDERSTOOD } from './conditions.ts';
import type { Desugaring } from './desugaring.ts';
import { fillOpen, foundAny, isTyped } from './fills.ts';

/** Slots of the tasks that an asking state lies in, without its own. */
export function otherSlots(node: StateNode, context: Desugaring): readonly TaskSlot[] {
  return context.tasks
    .openAt(node)
    .flatMap((task) => task.slots)
    .filter(({ state }) => state !== node);
}

/**
 * Corrections of other slots of the task by a message that brings nothing for this question. A value that fits is
 * filled in and the question asked again, not counted; one that does not fit empties its slot, whose state opens with
 * `invalid`. Free words correct nothing by themselves (too easily mistaken), only together with an intent that was
 * understood; where the question itself takes free words, numbers and listed values need one too.
 */
export function corrections(
  node: StateNode,
  free: string | undefined,
  asked: readonly CoreAction[],
  takesWords: boolean,
  context: Desugaring,
): readonly CoreTransition[] {
  const others = otherSlots(node, context);
  if (others.length === 0) return [];
  const understood = UNDERSTOOD(context.threshold);
  const typed = takesWords ? undefined : some(foundAny(typedOf(others, context)));
  const worded = `(${understood} && ${some(foundAny(others)) ?? 'false'})`;
  const said = typed === undefined ? worded : `(${worded} || ${typed})`;
  return [
    ...others.map((other) => unfit(node, other, every(takesWords ? understood : undefined, free), context)),
    {
      event: 'message',
      cond: every(TYPED, said, free) ?? 'true',
      do: [...fillAll(node, context), ...asked],
      at: node.at,
    },
  ];
}

/**
 * A choice that is said together with another value for the task ("yes, but 300", "no, 200") is no answer to what was
 * asked: the value is filled in and the question asked anew. Nothing is done that was not shown before.
 */
export function amendedChoices(
  node: StateNode,
  asked: readonly CoreAction[],
  context: Desugaring,
): readonly CoreTransition[] {
  const intents = (node.authored.choices ?? []).flatMap((each) => each.intent ?? []);
  const others = typedOf(otherSlots(node, context), context);
  if (intents.length === 0 || others.length === 0) return [];
  const chosen = isIntent(intents, context.threshold);
  const differs = others.map(
    ({ slot }) => `(has(event.found.${slot}) && (!has(slots.${slot}) || event.found.${slot} != slots.${slot}))`,
  );
  return [
    ...others.map((other) => unfit(node, other, chosen, context)),
    {
      event: 'message',
      cond: every(TYPED, chosen, some(differs)) ?? 'true',
      do: [...fillAll(node, context), ...asked],
      at: node.at,
    },
  ];
}

function unfit(node: StateNode, other: TaskSlot, also: string | undefined, context: Desugaring): CoreTransition {
  const { slot, state } = other;
  return {
    event: 'message',
    cond: every(TYPED, has(`slots.${slot}`), has(`event.unfit.${slot}`), also) ?? 'true',
    target: state.name,
    do: [
      ...fillAll(node, context, slot),
      { unset: `slots.${slot}`, at: node.at },
      ...forgetAttempts(slot, node.at),
      { assign: `flow.invalid.${slot}`, expr: 'true', at: node.at },
    ],
    at: node.at,
  };
}

function typedOf(slots: readonly TaskSlot[], context: Desugaring): readonly TaskSlot[] {
  return slots.filter(({ slot }) => isTyped(slot, context));
}

function fillAll(node: StateNode, context: Desugaring, except?: string): readonly CoreAction[] {
  return context.tasks.openAt(node).flatMap((task) => fillOpen(task, node.at, except));
}
