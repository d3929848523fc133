import type { CoreAction, CoreTransition } from '@parley/statechart';
import type { StateNode } from '../tree/state-tree.ts';
import type { TaskSlot } from '../tree/tasks.ts';
import { markUnfit } from './actions.ts';
import { every, isIntent, quote, some, TYPED, UNDERSTOOD } from './conditions.ts';
import type { Desugaring } from './desugaring.ts';
import { fillOpen, isTyped } from './fills.ts';

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
  const typed = takesWords ? [] : [anySlot(typedOf(others, context), (slot) => `${slot} in event.found`)];
  const worded = `(${understood} && ${anySlot(others, (slot) => `${slot} in event.found`)})`;
  const unfit = takesWords ? `(${understood} && ${anyUnfit(others)})` : anyUnfit(others);
  const said = some([worded, ...typed, unfit]);
  return [corrected(node, others, every(TYPED, said, free), asked, context)];
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
  const differs = anySlot(
    others,
    (slot) => `${slot} in event.found && (!(${slot} in slots) || event.found[${slot}] != slots[${slot}])`,
  );
  const cond = every(TYPED, isIntent(intents, context.threshold), some([differs, anyUnfit(others)]));
  return [corrected(node, others, cond, asked, context)];
}

/** Fills what fits; empties what does not and goes back to the first such question (`wayBack`), else asks again. */
function corrected(
  node: StateNode,
  others: readonly TaskSlot[],
  cond: string | undefined,
  asked: readonly CoreAction[],
  context: Desugaring,
): CoreTransition {
  const { at } = node;
  const isUnfit = (slot: string): string => `has(slots.${slot}) && has(event.unfit.${slot})`;
  const back = others.map(({ slot }) => ({ cond: isUnfit(slot), do: [{ raise: `${WAY_BACK}.${slot}`, at }] }));
  const emptied = others.map(({ slot }) => ({
    if: [{ cond: isUnfit(slot), do: [{ unset: `slots.${slot}`, at }, markUnfit(slot, at)] }],
    at,
  }));
  const filled = context.tasks.openAt(node).flatMap((task) => fillOpen(task, at));
  return {
    event: 'message',
    cond: cond ?? 'true',
    do: [...filled, { if: [...back, { do: asked }], at }, ...emptied],
    at,
  };
}

function anyUnfit(slots: readonly TaskSlot[]): string {
  return anySlot(slots, (slot) => `${slot} in slots && ${slot} in event.unfit`);
}

/** Whether a condition holds for one of the slots; short however many there are. */
function anySlot(slots: readonly TaskSlot[], condition: (slot: string) => string): string {
  return slots.length === 0
    ? 'false'
    : `[${slots.map(({ slot }) => quote(slot)).join(', ')}].exists(slot, ${condition('slot')})`;
}

const WAY_BACK = 'flow.back';

/** A task's transitions to the questions whose correction did not fit. */
export function wayBack(node: StateNode, context: Desugaring): readonly CoreTransition[] {
  const slots = context.tasks.all.find((task) => task.node === node)?.slots ?? [];
  return slots.map(({ slot, state }) => ({
    event: `${WAY_BACK}.${slot}`,
    target: state.name,
    internal: true,
    at: state.at,
  }));
}

function typedOf(slots: readonly TaskSlot[], context: Desugaring): readonly TaskSlot[] {
  return slots.filter(({ slot }) => isTyped(slot, context));
}
