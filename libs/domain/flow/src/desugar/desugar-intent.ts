import type { CoreAction, CoreState, CoreTransition } from '@parley/statechart';
import type { StateNode } from '../tree/state-tree.ts';
import { ask, desugarActions, sayWithChoices } from './actions.ts';
import { every, isIntent, notTakenAbove, NOT_FIRST, quote, TYPED } from './conditions.ts';
import { amendedChoices, corrections } from './corrections.ts';
import type { Desugaring } from './desugaring.ts';
import { targetOf } from './desugar-slot.ts';
import { eventful, lastResorts, timers } from './transitions.ts';

/** A state that waits for what the person wants, with or without a question of its own. */
export function desugarIntent(node: StateNode, context: Desugaring): CoreState {
  const { authored, at } = node;
  const free = notTakenAbove(node, context);
  const askedAnew = [...ask(node, context), ...resetRungs(node)];
  return {
    id: node.name,
    entry: [...desugarActions(authored.entry, context), ...ask(node, context)],
    exit: desugarActions(authored.exit, context),
    transitions: [
      ...outOfDate(node, context),
      ...amendedChoices(node, askedAnew, context),
      ...eventful(node, context),
      ...corrections(node, free, askedAnew, false, context),
      ...ladder(node, free, context),
      ...lastResorts(node, context),
    ],
    after: timers(node, context),
    at,
  };
}

/**
 * A button of an older question, or a typed answer to the choices that was sent before they were asked: the open
 * question is asked again under its number, nothing counted. An old or hasty yes must not pay. The message that began
 * the episode answers no question at all: its intent is what the person wants.
 */
function outOfDate(node: StateNode, context: Desugaring): readonly CoreTransition[] {
  const { ask: text, choices } = node.authored;
  if (text === undefined) return [];
  const at = `${node.at}/ask`;
  const again: CoreAction = { if: [{ cond: NOT_FIRST, do: [sayWithChoices(node, text, at, context)] }], at };
  const intents = (choices ?? []).flatMap((each) => each.intent ?? []);
  const asked = `flow.asked.${node.name}`;
  const late = [
    'event.stale',
    ...(intents.length === 0
      ? []
      : [
          `(event.asker == '' && !event.first && ${isIntent(intents, context.threshold)} && event.received <= ${asked}.at)`,
          `(event.asker == ${quote(node.name)} && event.question != ${asked}.question)`,
        ]),
  ];
  return [{ event: 'message', cond: late.join(' || '), do: [again], at }];
}

/** Rule 3 (e): as many rungs as texts, then `onFailed`. */
function ladder(node: StateNode, free: string | undefined, context: Desugaring): readonly CoreTransition[] {
  const texts = node.authored.noMatch ?? [];
  if (texts.length === 0) return [];
  const rungs = `flow.rungs.${node.name}`;
  const at = `${node.at}/noMatch`;
  const counted = every(TYPED, NOT_FIRST, free);
  const said = texts.map((text, index) => ({
    cond: `${rungs} == ${index}`,
    do: [sayWithChoices(node, text, `${at}/${index}`, context)],
  }));
  return [
    {
      event: 'message',
      cond: every(`${rungs} < ${texts.length}`, counted) ?? 'true',
      do: [
        { if: said, at },
        { assign: rungs, expr: `${rungs} + 1`, at },
      ],
      at,
    },
    { event: 'message', cond: counted ?? 'true', do: resetRungs(node), ...targetOf(node, 'onFailed', context) },
  ];
}

function resetRungs(node: StateNode): readonly CoreAction[] {
  return node.authored.noMatch === undefined ? [] : [{ assign: `flow.rungs.${node.name}`, expr: '0', at: node.at }];
}
