import type { Value } from '@parley/expression';
import type { CoreMachine, CoreState, CoreTransition } from '@parley/statechart';
import { movesOf } from '../tree/moves.ts';
import { initialOf } from '../tree/state-tree.ts';
import type { StateNode } from '../tree/state-tree.ts';
import { desugarActions, say } from './actions.ts';
import { wayBack } from './corrections.ts';
import { desugarIntegration } from './desugar-integration.ts';
import { desugarIntent } from './desugar-intent.ts';
import { desugarSlot, targetOf } from './desugar-slot.ts';
import type { Desugaring } from './desugaring.ts';
import { arrival, eventful, lastResorts, timers } from './transitions.ts';
import { whenOf } from './conditions.ts';

/** Writes a flow, whose checks found nothing, as a machine of the core. */
export function desugarFlow(context: Desugaring): CoreMachine {
  const { tree, flow } = context;
  const initial = initialOf(tree, tree.root);
  return {
    schema: 'core/1',
    id: flow.id ?? '',
    ...(initial !== undefined && { initial: initial.name }),
    data: [
      { id: 'profile', value: {} },
      { id: 'slots', value: {} },
      { id: 'vars', value: defaults(context) },
      { id: 'flow', value: counters(context) },
    ],
    states: tree.root.children.map((each) => desugarState(each, context)),
  };
}

function defaults({ flow }: Desugaring): Value {
  const given = [...(flow.vars ?? [])].filter(([, type]) => type.default !== undefined);
  return Object.fromEntries(given.map(([name, type]) => [name, type.default as Value]));
}

/** What desugared states count with; no author's expression can read or write it. */
function counters({ tree, slots }: Desugaring): Value {
  const withChoices = tree.all.filter((each) => (each.authored.choices?.length ?? 0) > 0);
  const ladders = tree.all.filter((each) => each.type === 'intent' && each.authored.noMatch !== undefined);
  return {
    question: 0,
    asked: Object.fromEntries(withChoices.map((each) => [each.name, { question: 0, at: 0 }])),
    attempts: Object.fromEntries([...slots.keys()].map((slot) => [slot, 0])),
    rungs: Object.fromEntries(ladders.map((each) => [each.name, 0])),
    outcomes: {},
  };
}

function desugarState(node: StateNode, context: Desugaring): CoreState {
  switch (node.type) {
    case 'slot':
      return { ...desugarSlot(node, context), after: timers(node, context) };
    case 'intent':
      return desugarIntent(node, context);
    case 'integration':
      return desugarIntegration(node, context);
    case 'response':
      return desugarResponse(node, context);
    case 'decision':
      return desugarDecision(node, context);
    case 'handoff':
      return desugarHandoff(node, context);
    case 'end':
      return { id: node.name, type: 'final', entry: desugarActions(node.authored.entry, context), at: node.at };
    case 'history':
      return desugarHistory(node, context);
    default:
      return desugarPlain(node, context);
  }
}

function desugarResponse(node: StateNode, context: Desugaring): CoreState {
  const { say: text, next } = node.authored;
  const plain = desugarPlain(node, context);
  const onward: CoreTransition[] = next === undefined ? [] : [targetOf(node, 'next', context)];
  const said = text === undefined ? [] : [say(text, `${node.at}/say`, context)];
  return { ...plain, entry: [...(plain.entry ?? []), ...said], transitions: [...onward, ...(plain.transitions ?? [])] };
}

function desugarDecision(node: StateNode, context: Desugaring): CoreState {
  const branches = movesOf(context.tree, node).filter((move) => move.key === 'branches');
  const transitions = branches.map((move) => {
    const cond = whenOf(move, context);
    return { ...(cond !== undefined && { cond }), ...arrival(move), do: desugarActions(move.do, context), at: move.at };
  });
  return { ...desugarPlain(node, context), transitions };
}

/** The bot is mute: what the author did not ask for on this state itself is not answered. */
function desugarHandoff(node: StateNode, context: Desugaring): CoreState {
  const plain = desugarPlain(node, context);
  const effect = { effect: 'handoff', fields: { queue: node.authored.queue ?? '' }, at: `${node.at}/queue` };
  const mute: CoreTransition = { event: 'message', at: node.at };
  return { ...plain, entry: [...(plain.entry ?? []), effect], transitions: [...(plain.transitions ?? []), mute] };
}

function desugarHistory(node: StateNode, context: Desugaring): CoreState {
  const fallback = movesOf(context.tree, node)[0]?.targets[0];
  return {
    id: node.name,
    type: 'history',
    history: node.authored.history ?? 'shallow',
    ...(fallback && { initial: fallback.name }),
    at: node.at,
  };
}

function desugarPlain(node: StateNode, context: Desugaring): CoreState {
  const { authored } = node;
  const initial = node.type === 'compound' ? initialOf(context.tree, node) : undefined;
  return {
    id: node.name,
    ...(node.type === 'parallel' && { type: 'parallel' as const }),
    ...(initial !== undefined && { initial: initial.name }),
    entry: desugarActions(authored.entry, context),
    exit: desugarActions(authored.exit, context),
    transitions: [...eventful(node, context), ...wayBack(node, context), ...lastResorts(node, context)],
    after: timers(node, context),
    ...(authored.defer !== undefined && { defer: authored.defer }),
    ...(authored.interrupt !== undefined && { interrupt: authored.interrupt }),
    ...(node.children.length > 0 && { states: node.children.map((each) => desugarState(each, context)) }),
    at: node.at,
  };
}
