import type { EventMatch } from './descriptor.ts';
import { executeInvoke } from './execute.ts';
import { LimitHit } from './limits.ts';
import type { AfterTimer, Transition } from './machine.ts';
import { enterInitial, exitState, takeTransitions } from './microstep.ts';
import type { CurrentEvent, Run } from './run.ts';
import { selectEventless, selectTimed, selectTransitions } from './select.ts';
import type { FailedConditions } from './select.ts';
import type { Failure } from './snapshot.ts';

/** What sets a macrostep going. */
export type Trigger =
  | { readonly kind: 'start' }
  | { readonly kind: 'event'; readonly event: CurrentEvent; readonly match: EventMatch }
  | { readonly kind: 'timer'; readonly event: CurrentEvent; readonly timer: AfterTimer };

/**
 * Runs one trigger to completion. A limit that is hit undoes all of it and is handed back.
 * `accepts` may turn the trigger down once its transitions are known: answers 'declined', nothing has happened then.
 */
export function runMacrostep(
  run: Run,
  trigger: Trigger,
  accepts: (transitions: readonly Transition[]) => boolean = always,
): 'completed' | 'declined' | Failure {
  const mark = run.mark();
  run.fuel.left = run.tables.limits.fuel;
  try {
    if (!begin(run, trigger, accepts)) {
      run.undo(mark);
      return 'declined';
    }
    runToCompletion(run);
    if (run.done) finish(run);
    return 'completed';
  } catch (error) {
    if (!(error instanceof LimitHit)) throw error;
    run.undo(mark);
    return { code: error.code, at: error.at, message: error.message };
  }
}

function always(): boolean {
  return true;
}

function begin(run: Run, trigger: Trigger, accepts: (transitions: readonly Transition[]) => boolean): boolean {
  if (trigger.kind === 'start') {
    enterInitial(run);
    return true;
  }
  run.event = trigger.event;
  run.isTimed = trigger.kind === 'timer';
  const transitions =
    trigger.kind === 'timer' ? selectTimed(run, trigger.timer.transitions) : selectTransitions(run, trigger.match);
  if (!accepts(transitions)) return false;
  if (transitions.length > 0) takeTransitions(run, transitions);
  run.isTimed = false;
  return true;
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
  for (const state of states) for (const invoke of state.invokes) executeInvoke(run, state, invoke);
  return run.queue.length > 0;
}

/** The machine is done: every state runs its exit actions; the configuration stays readable as it was (W3C's exitInterpreter). */
function finish(run: Run): void {
  const last = run.active.slice();
  for (const state of last.toReversed()) exitState(run, state);
  run.active = last;
  run.timers = [];
  run.queue = [];
}
