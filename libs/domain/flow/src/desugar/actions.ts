import type { CoreAction } from '@parley/statechart';
import type { AuthoredAction, Localized } from '../format/authored.ts';
import type { StateNode } from '../tree/state-tree.ts';
import type { Desugaring } from './desugaring.ts';

/** Author's actions as actions of the core. */
export function desugarActions(
  actions: readonly AuthoredAction[] | undefined,
  context: Desugaring,
): readonly CoreAction[] {
  return (actions ?? []).flatMap((action) => desugarAction(action, context));
}

function desugarAction(action: AuthoredAction, context: Desugaring): readonly CoreAction[] {
  const { at } = action;
  const values = action.data === undefined ? {} : { values: Object.fromEntries(action.data) };
  if (action.set)
    return [...action.set].flatMap(([place, expr]) => [{ assign: place, expr, at }, ...forget(place, context, at)]);
  if (action.merge) return [...action.merge].flatMap(([place, fields]) => mergeInto(place, fields, at));
  if (action.unset) return action.unset.flatMap((place) => [{ unset: place, at }, ...forget(place, context, at)]);
  if (action.raise !== undefined)
    return [{ raise: action.raise, ...(action.data && { data: Object.fromEntries(action.data) }), at }];
  if (action.say) return [say(action.say, `${at}/say`, context)];
  if (action.emit !== undefined) return [{ effect: 'emit', fields: { event: action.emit }, ...values, at }];
  if (action.track !== undefined) return [{ effect: 'track', fields: { name: action.track }, ...values, at }];
  if (action.log !== undefined)
    return [{ log: action.log, ...(action.value !== undefined && { expr: action.value }), at }];
  return [];
}

function mergeInto(place: string, fields: ReadonlyMap<string, string>, at: string): readonly CoreAction[] {
  const begin: CoreAction = { if: [{ cond: `!has(${place})`, do: [{ assign: place, expr: '{}', at }] }], at };
  return [begin, ...[...fields].map(([name, expr]) => ({ assign: `${place}.${name}`, expr, at }))];
}

/** A slot that is filled or unset begins anew: its attempts and its fault are forgotten (FLOW 14). */
function forget(place: string, context: Desugaring, at: string): readonly CoreAction[] {
  const [root, slot] = place.split('.');
  return root === 'slots' && slot !== undefined && context.slots.has(slot) ? forgetAttempts(slot, at) : [];
}

export function forgetAttempts(slot: string, at: string): readonly CoreAction[] {
  return [{ assign: `flow.attempts.${slot}`, expr: '0', at }];
}

/** The value that came for a slot does not fit: its state opens with `invalid`. Told by a count below zero. */
export function markUnfit(slot: string, at: string): CoreAction {
  return { assign: `flow.attempts.${slot}`, expr: '-1', at };
}

/** A reply: which text by its pointer, and the values that its templates read. */
export function say(text: Localized, at: string, context: Desugaring): CoreAction {
  return { effect: 'say', fields: { text: at }, capture: context.pathsOf(text), at };
}

/** A reply of an asking state: its choices come along, under the number of the open question. */
export function sayWithChoices(node: StateNode, text: Localized, at: string, context: Desugaring): CoreAction {
  if ((node.authored.choices?.length ?? 0) === 0) return say(text, at, context);
  return {
    effect: 'say',
    fields: { text: at, choices: node.name },
    capture: context.pathsOf(text),
    values: { question: `flow.asked.${node.name}.question` },
    at,
  };
}

/** Asks the state's question under a new number: older buttons and older typed answers no longer count. */
export function ask(node: StateNode, context: Desugaring): readonly CoreAction[] {
  const { ask: text, choices } = node.authored;
  if (text === undefined) return [];
  return [...raiseQuestion(node, (choices?.length ?? 0) > 0), sayWithChoices(node, text, `${node.at}/ask`, context)];
}

export function raiseQuestion(node: StateNode, withChoices: boolean): readonly CoreAction[] {
  const at = `${node.at}/ask`;
  const raised: CoreAction = { assign: 'flow.question', expr: 'flow.question + 1', at };
  if (!withChoices) return [raised];
  return [raised, { assign: `flow.asked.${node.name}`, expr: '{"question": flow.question, "at": _now}', at }];
}
