import type { Value } from '@parley/expression';
import { planOf } from './entry-plan.ts';
import { EntrySet } from './entry-set.ts';
import { bindLate } from './bind-data.ts';
import { exitState } from './exit-state.ts';
import { executeBlock, executeBlocks } from './execute.ts';
import type { AfterTimer, EntryPlan, StateNode, Transition } from './machine.ts';
import { putEntry, withEntry } from './own.ts';
import type { Run } from './run.ts';
import { contentOf, valueOf, weigh } from './evaluate.ts';
import { domainIn } from './select.ts';
import type { PendingTimer, TraceRecord } from './snapshot.ts';

/** Takes transitions together: exit, then their actions, then entry (W3C's microstep). */
export function takeTransitions(run: Run, transitions: readonly Transition[]): void {
  run.transitionsTaken += transitions.length;
  const domains: (StateNode | null)[] = [];
  for (const transition of transitions) domains.push(transition.domain ?? domainIn(run, transition));
  exitStates(run, domains);
  for (const transition of transitions) runContent(run, transition);
  if (!transitions.every(isPlanned)) return enterStates(run, computeEntry(run, transitions, domains));
  // Domains are apart and in document order, so plans are too.
  for (const transition of transitions) {
    const plan = planOf(transition);
    if (plan !== null) enterStates(run, plan);
  }
}

/** Whether what it enters is known, or nothing. */
function isPlanned(transition: Transition): boolean {
  return transition.targets.length === 0 || planOf(transition) !== null;
}

function computeEntry(run: Run, transitions: readonly Transition[], domains: readonly (StateNode | null)[]): EntryPlan {
  const entering = new EntrySet(run);
  transitions.forEach((transition, index) => {
    const domain = domains[index];
    if (domain !== null && domain !== undefined) entering.addTargets(transition.targets, domain);
  });
  entering.sort();
  return entering;
}

/** The first entry of all: the machine's `initial`. */
export function enterInitial(run: Run): void {
  const { root } = run.tables;
  if (root.initial === null) return;
  executeBlock(run, root.initial.block, root);
  const entering = new EntrySet(run);
  entering.addTargets(root.initial.targets, root);
  entering.sort();
  enterStates(run, entering);
}

function runContent(run: Run, transition: Transition): void {
  if (run.trace !== null) recordTransition(run, run.trace, transition);
  executeBlock(run, transition.block, transition.source);
}

function recordTransition(run: Run, trace: TraceRecord[], { at, source, events, targets }: Transition): void {
  const event = events.length === 0 && !run.isTimed ? null : (run.event?.name ?? null);
  trace.push({ type: 'transition', at, state: source.id, event, targets: targets.map(({ id }) => id) });
}

function exitStates(run: Run, domains: readonly (StateNode | null)[]): void {
  const leaving = statesToExit(run, domains);
  for (const state of leaving) if (state.histories.length > 0) recordHistory(run, state);
  for (const state of leaving) exitState(run, state);
}

/**
 * Active states inside any of the domains, the last in document order first. Domains of one microstep are apart, and in
 * document order because the leaves that chose the transitions were.
 */
function statesToExit(run: Run, domains: readonly (StateNode | null)[]): readonly StateNode[] {
  const leaving: StateNode[] = [];
  for (const domain of domains) if (domain !== null) run.collectInside(domain, leaving);
  return leaving.length > 1 ? leaving.reverse() : leaving;
}

function recordHistory(run: Run, state: StateNode): void {
  for (const history of state.histories) {
    const kept = run
      .collectInside(state, [])
      .filter((one) => (history.kind === 'deep' ? one.children.length === 0 : one.parent === state));
    run.history = withEntry(
      run.history,
      history.id,
      kept.map(({ id }) => id),
    );
  }
}

function enterStates(run: Run, entering: EntryPlan): void {
  for (const state of entering.states) {
    run.spend(1, state.at);
    run.trace?.push({ type: 'enter', at: state.at, state: state.id });
    run.activate(state);
    if (state.timers.length > 0) for (const timer of state.timers) startTimer(run, state, timer);
    if (state.invokes.length > 0) run.toInvoke.push(state);
    if (state.late !== null) bindLate(run, state, state.late);
    if (state.entry.length > 0) executeBlocks(run, state.entry, state);
    if (entering.initialBlocks.size > 0) executeBlock(run, entering.initialBlocks.get(state) ?? null, state);
    if (entering.historyBlocks.size > 0) executeBlock(run, entering.historyBlocks.get(state) ?? null, state);
    if (state.kind === 'final') announceDone(run, state);
  }
}

function startTimer(run: Run, state: StateNode, { delayMs }: AfterTimer): void {
  run.checkLoad('timers', run.timers.length, state.at, 'More timers run than are allowed.');
  const timer: PendingTimer = { state: state.id, delayMs, due: Math.ceil(run.at.now + delayMs) };
  run.timers = [...run.timers, timer];
}

/** A final state ends its parent; if the parent was the last region to end, the parallel state around it too. */
function announceDone(run: Run, final: StateNode): void {
  const { parent } = final;
  const data = doneData(run, final);
  if (parent === null || parent.parent === null) {
    run.done = true;
    run.output = data;
    return;
  }
  run.raise({ name: `done.state.${parent.id}`, type: 'platform', data }, final.at);
  const around = parent.parent;
  if (around.kind === 'parallel' && isFinished(run, around)) {
    run.raise({ name: `done.state.${around.id}`, type: 'platform' }, around.at);
  }
}

/** A param that fails is left out and raises its error (W3C 5.7.2); without any there are no data. */
function doneData(run: Run, { donedata }: StateNode): CurrentData {
  if (donedata === null) return undefined;
  const { content, params, at } = donedata;
  if (content !== null) {
    const result = contentOf(run, content, at);
    if (result.ok) return weighed(run, result.value, at);
    run.raiseError(result.code, result.message, at);
    return undefined;
  }
  const values: Record<string, Value> = {};
  for (const { name, expression } of params) {
    const result = valueOf(run, expression, at);
    if (result.ok) putEntry(values, name, result.value);
    else run.raiseError(result.code, result.message, at);
  }
  return Object.keys(values).length === 0 ? undefined : weighed(run, values, at);
}

function weighed(run: Run, value: Value, at: string): Value {
  weigh(run, value, at);
  return value;
}

type CurrentData = Parameters<Run['raise']>[0]['data'];

/** W3C's isInFinalState: a final child is active, or, in a parallel state, every region has ended. */
function isFinished(run: Run, state: StateNode): boolean {
  if (state.kind === 'compound') return state.children.some((child) => child.kind === 'final' && run.isActive(child));
  if (state.kind !== 'parallel') return false;
  // Regions that end together end in document order: the last of them tells soonest that it is not yet all.
  for (let index = state.children.length - 1; index >= 0; index--) {
    const region = state.children[index];
    if (region !== undefined && !isFinished(run, region)) return false;
  }
  return true;
}
