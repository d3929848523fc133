import type { ValueMap } from '@parley/expression';
import { finalizeFor, forward } from './attend-invokes.ts';
import { bindAtStart } from './bind-data.ts';
import type { EventMatch } from './descriptor.ts';
import { executeInvoke } from './execute-invoke.ts';
import { LimitHit } from './limits.ts';
import type { AfterTimer, Transition } from './machine.ts';
import { finish } from './exit-state.ts';
import { enterInitial, takeTransitions } from './microstep.ts';
import type { Run } from './run.ts';
import type { CurrentEvent } from './current-event.ts';
import { selectEventless, selectTimed, selectTransitions } from './select.ts';
import type { FailedConditions } from './select.ts';
import type { Failure } from './snapshot.ts';

/** What sets a macrostep going. */
export type Trigger =
  | { readonly kind: 'start'; readonly given: ValueMap }
  /** Nothing but the internal events that wait already. */
  | { readonly kind: 'internal' }
  | { readonly kind: 'event'; readonly event: CurrentEvent; readonly match: EventMatch }
  | { readonly kind: 'timer'; readonly event: CurrentEvent; readonly timer: AfterTimer };

/**
 * Runs one trigger to completion. A limit that is hit is handed back; whoever goes on with the run after that has marked
 * it before, and undoes it.
 * `accepts` may turn the trigger down once its transitions are known: answers 'declined', nothing has happened then.
 */
export function runMacrostep(
  run: Run,
  trigger: Trigger,
  accepts: (transitions: readonly Transition[]) => boolean = always,
): 'completed' | 'declined' | Failure {
  if (run.refuels) run.fuel.left = run.tables.limits.fuel;
  try {
    if (!begin(run, trigger, accepts)) {
      // Only conditions were looked at; what they raised is not for now.
      run.queue = [];
      return 'declined';
    }
    runToCompletion(run);
    if (run.done) finish(run);
    return 'completed';
  } catch (error) {
    if (!(error instanceof LimitHit)) throw error;
    return { code: error.code, at: error.at, message: error.message };
  }
}

function always(): boolean {
  return true;
}

function begin(run: Run, trigger: Trigger, accepts: (transitions: readonly Transition[]) => boolean): boolean {
  switch (trigger.kind) {
    case 'start':
      bindAtStart(run, trigger.given);
      enterInitial(run);
      return true;
    case 'internal':
      return true;
    case 'timer':
      run.event = trigger.event;
      run.isTimed = true;
      takeTransitions(run, selectTimed(run, trigger.timer.transitions));
      run.isTimed = false;
      return true;
    case 'event':
      run.event = trigger.event;
      return beginEvent(run, trigger.event, trigger.match, accepts);
  }
}

function beginEvent(
  run: Run,
  event: CurrentEvent,
  match: EventMatch,
  accepts: (transitions: readonly Transition[]) => boolean,
): boolean {
  // Whether the event is held back depends on who would take it; only then are the transitions asked before `finalize`.
  let transitions = run.tables.hasDeferral ? selectTransitions(run, match) : null;
  if (!accepts(transitions ?? [])) return false;
  if (event.invokeid !== undefined && finalizes(run, event.invokeid)) transitions = null;
  if (run.children.length > 0) forward(run, event);
  takeTransitions(run, transitions ?? selectTransitions(run, match));
  return true;
}

/** Conditions that were asked too early raised their errors for nothing. */
function finalizes(run: Run, invokeid: string): boolean {
  const raised = run.queue;
  run.queue = [];
  if (finalizeFor(run, invokeid)) return true;
  run.queue = raised;
  return false;
}

/** Eventless transitions first, then internal events, then the work outside; until nothing of it is left. */
function runToCompletion(run: Run): void {
  const failed: FailedConditions = { transitions: null };
  let left = run.tables.limits.microsteps;
  while (!run.done) {
    let transitions = selectEventless(run, failed);
    if (transitions.length === 0) {
      const event = run.queue.shift();
      if (event !== undefined) transitions = takeInternal(run, event);
      else if (!beginInvokes(run)) return;
    }
    if (transitions.length > 0) {
      failed.transitions = null;
      takeTransitions(run, transitions);
    }
    if (--left < 0) {
      const at = transitions[0]?.at ?? run.active.at(-1)?.at ?? '';
      throw new LimitHit('limit-microsteps', at, 'This step does not come to rest.');
    }
  }
}

function takeInternal(run: Run, event: CurrentEvent): readonly Transition[] {
  run.event = event;
  run.trace?.push({ type: 'event', name: event.name, from: 'inside' });
  return selectTransitions(run, run.tables.descriptors.matching(event.name));
}

/** Asks for the work of the states entered and still active. Whether internal events came of it. */
function beginInvokes(run: Run): boolean {
  const states = run.toInvoke;
  if (states.length === 0) return false;
  run.toInvoke = [];
  if (states.length > 1) states.sort((one, other) => one.order - other.order);
  for (const state of states) for (const invoke of state.invokes) executeInvoke(run, state, invoke);
  return run.queue.length > 0;
}
