import type { CoreAction } from '@parley/statechart';
import type { Move } from '../tree/moves.ts';
import type { Task } from '../tree/tasks.ts';
import { forgetAttempts, markUnfit } from './actions.ts';
import { has } from './conditions.ts';
import { isTypedSlot } from '../slot-value.ts';
import type { Desugaring } from './desugaring.ts';

/** What a move by an intent brings along: values for the tasks it enters, and for an open task if the intent is the task's own. */
export function fillsOf(move: Move, context: Desugaring): readonly CoreAction[] {
  const entered = context.tasks.enteredBy(move);
  const continued = context.tasks.continuedBy(move).filter((task) => !entered.includes(task));
  return [
    ...entered.flatMap((task) => task.slots.map(({ slot }) => fillEntered(slot, move.at))),
    ...continued.flatMap((task) => fillOpen(task, move.at)),
  ];
}

/** An entity that does not fit leaves the slot of an entered task empty: its state opens with `invalid`, not counted. */
function fillEntered(slot: string, at: string): CoreAction {
  const unfit = [{ unset: `slots.${slot}`, at }, markUnfit(slot, at)];
  return {
    if: [
      { cond: has(`event.found.${slot}`), do: assignSlot(slot, `event.found.${slot}`, at) },
      { cond: has(`event.unfit.${slot}`), do: unfit },
    ],
    at,
  };
}

/** Fills or overwrites the slots of an open task; one that is filled is not emptied by a value that does not fit. */
export function fillOpen(task: Task, at: string, except?: string): readonly CoreAction[] {
  return task.slots
    .filter(({ slot }) => slot !== except)
    .map(({ slot }) => ({
      if: [
        { cond: has(`event.found.${slot}`), do: assignSlot(slot, `event.found.${slot}`, at) },
        {
          cond: `has(event.unfit.${slot}) && !has(slots.${slot})`,
          do: [markUnfit(slot, at)],
        },
      ],
      at,
    }));
}

export function assignSlot(slot: string, expr: string, at: string): readonly CoreAction[] {
  return [{ assign: `slots.${slot}`, expr, at }, ...forgetAttempts(slot, at)];
}

/** Slots that only numbers or listed values fit: what is found for them is no matter of wording. */
export function isTyped(slot: string, context: Desugaring): boolean {
  const declared = context.slots.get(slot);
  return declared !== undefined && isTypedSlot(declared);
}
