import type { CoreAction, CoreBlocks, CoreMachine, CoreState, CoreTransition } from '@parley/statechart';
import { actionOf, compactConfig, contextOf, namesOf } from './xstate-parts.ts';
import type { XStateConfig, XStateNames, XStateTransition } from './xstate-parts.ts';

/**
 * A machine as an XState 5 configuration: JSON alone, for its tools. Guards and actions are named objects whose `params` hold
 * our text; what XState has no form for is named in the `meta` of its state.
 */
export function toXState(core: CoreMachine): XStateConfig {
  const names = namesOf(core);
  const inside = core.states.map((state) => [names.key(state.id), stateConfig(state, names)] as const);
  const { initial, missing } = initialOf(core.initial, core.states, names);
  return compactConfig({
    id: names.machine,
    initial,
    context: contextOf(core),
    states: Object.fromEntries(inside),
    ...transitionsOf(core.transitions ?? [], false, names),
    meta: missing.length === 0 ? undefined : { notExported: missing },
  });
}

function stateConfig(state: CoreState, names: XStateNames): XStateConfig {
  const children = state.states ?? [];
  const kind = state.type ?? (children.length > 0 ? 'compound' : 'atomic');
  const id = names.key(state.id);
  if (kind === 'history') return historyConfig(state, id, names);
  const { initial, missing } = kind === 'compound' ? initialOf(state.initial, children, names) : NO_INITIAL;
  const lost = [...missing, ...lostOf(state)];
  return compactConfig({
    id,
    type: kind === 'parallel' || kind === 'final' ? kind : undefined,
    description: id === state.id ? undefined : state.id,
    initial,
    entry: actionsOf(state.entry),
    exit: actionsOf(state.exit),
    ...transitionsOf(state.transitions ?? [], kind === 'compound', names),
    after: afterOf(state, names),
    invoke: state.invoke?.map((invoke, index) =>
      compactConfig({
        id: invoke.id ?? `${id}.${index}`,
        src: invoke.src ?? (typeof invoke.machine === 'string' ? invoke.machine : invoke.machine?.id) ?? 'computed',
        input: invoke.input,
      }),
    ),
    output: constantOutput(state),
    states:
      children.length === 0
        ? undefined
        : Object.fromEntries(children.map((one) => [names.key(one.id), stateConfig(one, names)])),
    meta: lost.length === 0 ? undefined : { notExported: lost },
  });
}

function historyConfig(state: CoreState, id: string, names: XStateNames): XStateConfig {
  const { initial } = state;
  const given = typeof initial === 'object' && 'target' in initial ? initial.target : (initial ?? []);
  const targets = [given].flat().map((target) => `#${names.key(target)}`);
  const hasActions = typeof initial === 'object' && 'target' in initial && (initial.do ?? []).length > 0;
  return compactConfig({
    id,
    type: 'history',
    history: state.history ?? 'shallow',
    target: targets.length === 1 ? targets[0] : targets,
    meta: hasActions ? { notExported: ['the actions of the default transition'] } : undefined,
  });
}

interface Initial {
  readonly initial: unknown;
  readonly missing: readonly string[];
}

const NO_INITIAL: Initial = { initial: undefined, missing: [] };

/** XState begins in a child; deeper and several targets have no form there. */
function initialOf(given: CoreState['initial'], children: readonly CoreState[], names: XStateNames): Initial {
  const first = children.find(({ type }) => type !== 'history');
  const isObject = typeof given === 'object' && 'target' in given;
  const targets = [isObject ? given.target : (given ?? [])].flat();
  const actions = isObject ? (given.do ?? []) : [];
  const [target] = targets;
  const child = target === undefined ? first : children.find((one) => holds(one, target));
  if (child === undefined) return NO_INITIAL;
  const key = names.key(child.id);
  const isExact = target === undefined || (targets.length === 1 && child.id === target);
  return {
    initial: actions.length === 0 ? key : { target: key, actions: actions.map(actionOf) },
    missing: isExact ? [] : [`the initial targets ${targets.join(', ')}`],
  };
}

function holds(state: CoreState, id: string): boolean {
  return state.id === id || (state.states ?? []).some((child) => holds(child, id));
}

function actionsOf(blocks: CoreBlocks | undefined): readonly unknown[] | undefined {
  return blocks?.flatMap((item) => (isList(item) ? item.map(actionOf) : [actionOf(item)]));
}

function isList(item: CoreBlocks[number]): item is readonly CoreAction[] {
  return Array.isArray(item);
}

function transitionsOf(
  transitions: readonly CoreTransition[],
  canStayInside: boolean,
  names: XStateNames,
): XStateConfig {
  const on = new Map<string, XStateTransition[]>();
  const always: XStateTransition[] = [];
  for (const transition of transitions) {
    const config = transitionOf(transition, canStayInside, names);
    if (transition.event === undefined) always.push(config);
    for (const event of [transition.event ?? []].flat()) {
      const name = names.event(event);
      on.set(name, [...(on.get(name) ?? []), config]);
    }
  }
  return { on: on.size === 0 ? undefined : Object.fromEntries(on), always: always.length === 0 ? undefined : always };
}

function transitionOf(transition: CoreTransition, canStayInside: boolean, names: XStateNames): XStateTransition {
  const { cond, target, internal } = transition;
  const targets = target === undefined ? undefined : [target].flat().map((id) => `#${names.key(id)}`);
  const staysInside = internal === true && canStayInside;
  return compactConfig({
    target: targets?.length === 1 ? targets[0] : targets,
    guard: cond === undefined ? undefined : { type: cond },
    actions: transition.do?.map(actionOf),
    reenter: targets === undefined || staysInside ? undefined : true,
  });
}

function afterOf(state: CoreState, names: XStateNames): XStateConfig | undefined {
  const after = new Map<string, XStateTransition[]>();
  for (const one of state.after ?? []) {
    const delay = String(one.delayMs);
    after.set(delay, [...(after.get(delay) ?? []), transitionOf(one, false, names)]);
  }
  return after.size === 0 ? undefined : Object.fromEntries(after);
}

function constantOutput({ donedata }: CoreState): unknown {
  return typeof donedata?.content === 'object' ? donedata.content.value : undefined;
}

function lostOf({ defer, donedata }: CoreState): readonly string[] {
  return [
    ...(defer === undefined || defer.length === 0 ? [] : [`deferred events: ${defer.join(', ')}`]),
    ...(donedata === undefined || typeof donedata.content === 'object' ? [] : ['computed donedata']),
  ];
}
