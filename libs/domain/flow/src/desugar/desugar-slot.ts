import type { CoreAction, CoreState, CoreTransition } from '@parley/statechart';
import { movesOf } from '../tree/moves.ts';
import type { StateNode } from '../tree/state-tree.ts';
import { desugarActions, forgetAttempts, raiseQuestion, say, sayWithChoices } from './actions.ts';
import { every, has, not, notTakenAbove, NOT_FIRST, some, TYPED, UNDERSTOOD } from './conditions.ts';
import { corrections, otherSlots } from './corrections.ts';
import type { Desugaring } from './desugaring.ts';
import { assignSlot, fillOpen, isTyped } from './fills.ts';
import { eventful, lastResorts } from './transitions.ts';

export const DEFAULT_MAX_ATTEMPTS = 3;

/**
 * A state that asks for one value. It leaves by itself as soon as the slot is filled; whatever fills it (its own answer,
 * a correction, the sentence that opened the task) needs no way on of its own.
 */
export function desugarSlot(node: StateNode, context: Desugaring): CoreState {
  const { authored, at } = node;
  const slot = authored.slot ?? '';
  const free = notTakenAbove(node, context);
  const asked: CoreAction = { if: [{ cond: `!has(slots.${slot})`, do: openQuestion(node, slot, context) }], at };
  return {
    id: node.name,
    entry: [...desugarActions(authored.entry, context), asked],
    exit: desugarActions(authored.exit, context),
    transitions: [
      { cond: has(`slots.${slot}`), ...targetOf(node, 'next', context) },
      { event: 'message', cond: every('event.stale', NOT_FIRST) ?? 'true', do: repeat(node, context), at: `${at}/ask` },
      ...wholeAnswer(node, slot, context),
      ...eventful(node, context),
      valueInside(node, slot, free, context),
      ...corrections(node, free, openQuestion(node, slot, context), isWordy(slot, context), context),
      ...wholeWords(node, slot, free, context),
      ...invalidAnswer(node, slot, free, context),
      ...lastResorts(node, context),
    ],
    at,
  };
}

/** The question, or `invalid` in its place if the value that came with the task does not fit. */
function openQuestion(node: StateNode, slot: string, context: Desugaring): readonly CoreAction[] {
  const { ask, invalid } = node.authored;
  const asked = ask === undefined ? [] : [say(ask, `${node.at}/ask`, context)];
  const refused: CoreAction[] = [
    ...(invalid === undefined ? asked : [say(invalid, `${node.at}/invalid`, context)]),
    ...forgetAttempts(slot, node.at),
  ];
  return [
    ...raiseQuestion(node, false),
    { if: [{ cond: `flow.attempts.${slot} < 0`, do: refused }, { do: asked }], at: node.at },
  ];
}

function repeat(node: StateNode, context: Desugaring): readonly CoreAction[] {
  return node.authored.ask === undefined ? [] : [sayWithChoices(node, node.authored.ask, `${node.at}/ask`, context)];
}

/** Rule 3 (b): the whole text is the value. */
function wholeAnswer(node: StateNode, slot: string, context: Desugaring): readonly CoreTransition[] {
  if (!isTyped(slot, context)) return [];
  return [
    {
      event: 'message',
      cond: every(TYPED, has(`event.whole.${slot}`)) ?? 'true',
      do: assignSlot(slot, `event.whole.${slot}`, node.at),
      at: node.at,
    },
  ];
}

/** Rule 3 (d): a value inside the text, together with the others that the sentence brings for the task. */
function valueInside(node: StateNode, slot: string, free: string | undefined, context: Desugaring): CoreTransition {
  const tasks = context.tasks.openAt(node);
  return {
    event: 'message',
    cond: every(TYPED, has(`event.${isTyped(slot, context) ? 'inside' : 'found'}.${slot}`), free) ?? 'true',
    do: [
      ...assignSlot(slot, `event.${isTyped(slot, context) ? 'inside' : 'found'}.${slot}`, node.at),
      ...tasks.flatMap((task) => fillOpen(task, node.at, slot)),
    ],
    at: node.at,
  };
}

/**
 * Rule 3 (d) for text slots: the whole text is the value, unless an intent was understood, or it holds a number or
 * listed value of another slot (then nobody can tell a name from a correction: the person is asked again).
 */
function wholeWords(
  node: StateNode,
  slot: string,
  free: string | undefined,
  context: Desugaring,
): readonly CoreTransition[] {
  if (!isWordy(slot, context)) return [];
  const others = otherSlots(node, context).filter((each) => isTyped(each.slot, context));
  const typed = some(others.flatMap(({ slot: other }) => [has(`event.found.${other}`), has(`event.unfit.${other}`)]));
  return [
    {
      event: 'message',
      cond:
        every(TYPED, NOT_FIRST, not(UNDERSTOOD(context.threshold)), has(`event.words.${slot}`), not(typed), free) ??
        'true',
      do: assignSlot(slot, `event.words.${slot}`, node.at),
      at: node.at,
    },
  ];
}

/** Rule 3 (e): counted; the last attempt goes to `onFailed` without a re-prompt. */
function invalidAnswer(
  node: StateNode,
  slot: string,
  free: string | undefined,
  context: Desugaring,
): readonly CoreTransition[] {
  const { invalid, ask, maxAttempts = DEFAULT_MAX_ATTEMPTS } = node.authored;
  const attempts = `flow.attempts.${slot}`;
  const text = invalid ?? ask;
  const at = invalid === undefined ? `${node.at}/ask` : `${node.at}/invalid`;
  const counted = every(TYPED, NOT_FIRST, free);
  return [
    {
      event: 'message',
      cond: every(`${attempts} + 1 < ${maxAttempts}`, counted) ?? 'true',
      do: [{ assign: attempts, expr: `${attempts} + 1`, at }, ...(text === undefined ? [] : [say(text, at, context)])],
      at,
    },
    {
      event: 'message',
      cond: counted ?? 'true',
      do: [{ assign: attempts, expr: '0', at: node.at }],
      ...targetOf(node, 'onFailed', context),
    },
  ];
}

function isWordy(slot: string, context: Desugaring): boolean {
  return !isTyped(slot, context);
}

/** The target and pointer of a state's own way on. */
export function targetOf(
  node: StateNode,
  key: 'next' | 'onFailed' | 'onUnknown',
  context: Desugaring,
): Pick<CoreTransition, 'target' | 'at'> {
  const move = movesOf(context.tree, node).find((each) => each.key === key);
  const target = move?.targets[0];
  return { ...(target !== undefined && { target: target.name }), at: `${node.at}/${key}` };
}
