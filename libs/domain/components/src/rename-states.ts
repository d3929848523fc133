import type { CoreDatum, CoreInitial, CoreInvoke, CoreState, CoreTransition } from '@parley/statechart';
import { given, renameActions, renameBlocks, renameContent, renameMap } from './rename-actions.ts';
import type { Names } from './rename-actions.ts';
import { renameExpression, renamePath } from './rename-expression.ts';

/** A component's state under its new names. */
export function renameState(state: CoreState, names: Names): CoreState {
  return {
    ...state,
    id: names.state(state.id),
    ...given(state.initial, (initial) => ({ initial: renameInitial(initial, names) })),
    ...given(state.data, (data) => ({ data: data.map((datum) => renameDatum(datum, names)) })),
    ...given(state.entry, (blocks) => ({ entry: renameBlocks(blocks, names) })),
    ...given(state.exit, (blocks) => ({ exit: renameBlocks(blocks, names) })),
    ...given(state.transitions, (all) => ({ transitions: all.map((one) => renameTransition(one, names)) })),
    ...given(state.after, (all) => ({
      after: all.map((one) => ({ ...renameTransition(one, names), delayMs: one.delayMs })),
    })),
    ...given(state.invoke, (all) => ({ invoke: all.map((one) => renameInvoke(one, names)) })),
    ...given(state.defer, (events) => ({ defer: events.map(names.event) })),
    ...given(state.interrupt, (events) => ({ interrupt: events.map(names.event) })),
    ...given(state.donedata, (done) => ({
      donedata: {
        ...done,
        ...given(done.content, (content) => ({ content: renameContent(content, names) })),
        ...given(done.params, (params) => ({ params: renameMap(params, names) })),
      },
    })),
    ...given(state.states, (states) => ({ states: states.map((one) => renameState(one, names)) })),
  };
}

export function renameDatum(datum: CoreDatum, names: Names): CoreDatum {
  return {
    ...datum,
    id: names.root(datum.id),
    ...given(datum.expr, (expr) => ({ expr: renameExpression(expr, names) })),
  };
}

export function renameTransition(transition: CoreTransition, names: Names): CoreTransition {
  return {
    ...transition,
    ...given(transition.event, (event) => ({ event: each(event, names.event) })),
    ...given(transition.cond, (cond) => ({ cond: renameExpression(cond, names) })),
    ...given(transition.target, (target) => ({ target: each(target, names.state) })),
    ...given(transition.do, (actions) => ({ do: renameActions(actions, names) })),
  };
}

export function renameInitial(
  initial: string | readonly string[] | CoreInitial,
  names: Names,
): string | readonly string[] | CoreInitial {
  if (typeof initial === 'string' || !('target' in initial)) return each(initial, names.state);
  return {
    ...initial,
    target: each(initial.target, names.state),
    ...given(initial.do, (actions) => ({ do: renameActions(actions, names) })),
  };
}

function renameInvoke(invoke: CoreInvoke, names: Names): CoreInvoke {
  return {
    ...invoke,
    ...given(invoke.idlocation, (path) => ({ idlocation: renamePath(path, names) })),
    ...given(invoke.srcexpr, (expr) => ({ srcexpr: renameExpression(expr, names) })),
    ...given(invoke.typeexpr, (expr) => ({ typeexpr: renameExpression(expr, names) })),
    ...given(invoke.input, (input) => ({ input: renameMap(input, names) })),
    ...given(invoke.namelist, (paths) => ({ namelist: paths.map((path) => renamePath(path, names)) })),
    ...given(invoke.finalize, (actions) => ({ finalize: renameActions(actions, names) })),
  };
}

function each(given: string | readonly string[], rename: (name: string) => string): string | readonly string[] {
  return typeof given === 'string' ? rename(given) : given.map(rename);
}
