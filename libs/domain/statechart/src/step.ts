import type { ValueMap } from '@parley/expression';
import { workOff } from './agenda.ts';
import { blankSnapshot, givenOf } from './blank-snapshot.ts';
import { guarded, runInSession } from './child-run.ts';
import { isHeldBack, keepDeferred } from './deferral.ts';
import { isReserved } from './descriptor.ts';
import { fireTimers } from './fire-timers.ts';
import { LazyStep } from './lazy-step.ts';
import { Machine } from './machine.ts';
import { runMacrostep } from './macrostep.ts';
import { failed, outcomeOf, record, refused, settle } from './performed.ts';
import type { Performed } from './performed.ts';
import { Run } from './run.ts';
import { externalEvent } from './current-event.ts';
import type { CurrentEvent } from './current-event.ts';
import { sessionAsking } from './sessions.ts';
import type { At, ExternalEvent, Input, Snapshot, Step, TraceRecord } from './snapshot.ts';
import { nothingTakenUp, takeUpDeferred } from './take-up-deferred.ts';
import type { TakenUp } from './take-up-deferred.ts';

/**
 * The first step of a machine. `input` gives values to data that the machine declares; other names are ignored.
 * Fails (`failed`) only at a limit: the snapshot is then one in which nothing is active and nothing can happen.
 */
export function start(machine: Machine, input: ValueMap, at: At): Step {
  return new LazyStep(runStart(machine, input, at, null), (trace) => runStart(machine, input, at, trace));
}

/** One input run to completion. Pure: the same arguments give the same step, and none of them is changed. */
export function step(machine: Machine, snapshot: Snapshot, input: Input, at: At): Step {
  if (snapshot.machine !== machine.identity) throw new Error('This snapshot is of another machine: restore it first.');
  const performed = runInput(machine, snapshot, input, at, null);
  return new LazyStep(performed, (trace) => runInput(machine, snapshot, input, at, trace));
}

function blank(machine: Machine, given: ValueMap): Snapshot {
  return { version: 1, machine: machine.identity, ...blankSnapshot(Machine.tablesOf(machine), given) };
}

function runStart(machine: Machine, input: ValueMap, at: At, trace: TraceRecord[] | null): Performed {
  const given = givenOf(Machine.tablesOf(machine), input);
  const snapshot = blank(machine, given);
  const run = runOf(machine, snapshot, at, trace);
  const takenUp = nothingTakenUp();
  const result = runMacrostep(run, { kind: 'start', given });
  const failure = typeof result === 'object' ? result : workOff(run, takenUp);
  if (failure !== null) return failed({ ...snapshot, status: 'done' }, failure);
  return settle(run, snapshot, { outcome: 'taken', ...takenUp });
}

function runInput(machine: Machine, snapshot: Snapshot, input: Input, at: At, trace: TraceRecord[] | null): Performed {
  if (snapshot.status === 'done') return refused(snapshot, 'machine-done');
  const run = runOf(machine, snapshot, at, trace);
  switch (input.kind) {
    case 'event':
      return takeEvent(run, snapshot, input);
    case 'result':
      return takeResult(run, snapshot, input);
    case 'time':
      return fireTimers(run, snapshot);
  }
}

function runOf(machine: Machine, snapshot: Snapshot, at: At, trace: TraceRecord[] | null): Run {
  return new Run({ id: machine.id, tables: Machine.tablesOf(machine) }, snapshot, at, trace);
}

function takeEvent(run: Run, snapshot: Snapshot, input: ExternalEvent): Performed {
  const { name, id } = input;
  if (name === '' || isReserved(name) || input.invokeid !== undefined) return refused(snapshot, 'reserved-event');
  record(run, name, 'outside', id);
  const match = run.tables.descriptors.matching(name);
  const event = externalEvent(input);
  const result = runMacrostep(
    run,
    { kind: 'event', event, match },
    (transitions) => !isHeldBack(run, match, transitions),
  );
  if (result === 'declined') return defer(run, snapshot, input);
  if (typeof result === 'object') return failed(snapshot, result);
  const takenUp = nothingTakenUp();
  takeUpDeferred(run, takenUp);
  return conclude(run, snapshot, takenUp);
}

function defer(run: Run, snapshot: Snapshot, input: ExternalEvent): Performed {
  const { name, data, id, sendid, origin, origintype } = input;
  const event = {
    name,
    ...(data === undefined ? {} : { data }),
    ...(id === undefined ? {} : { id }),
    ...(sendid === undefined ? {} : { sendid }),
    ...(origin === undefined ? {} : { origin }),
    ...(origintype === undefined ? {} : { origintype }),
  };
  const deferred = keepDeferred(snapshot.deferred, event, run.tables.limits);
  if (deferred === null) return refused(snapshot, 'queue-full');
  return { snapshot: { ...snapshot, deferred }, effects: [], outcome: 'deferred', settles: [] };
}

type Result = Input & { readonly kind: 'result' };

/** An operation belongs to the machine, or to one of its children. */
function takeResult(run: Run, snapshot: Snapshot, input: Result): Performed {
  const session = run.children.length === 0 ? null : sessionAsking(run.children, input.operation);
  const takenUp = nothingTakenUp();
  let refusal: Performed | null = null;
  const failure = guarded(() =>
    runInSession(run, session ?? run.session, (owner) => {
      refusal = answer(owner, snapshot, input);
      if (refusal === null) takeUpDeferred(owner, takenUp);
      return null;
    }),
  );
  if (failure !== null) return failed(snapshot, failure);
  return refusal ?? conclude(run, snapshot, takenUp);
}

/** Null once the result is taken. */
function answer(run: Run, snapshot: Snapshot, input: Result): Performed | null {
  const open = run.operations.find(({ operation }) => operation === input.operation);
  if (open === undefined) return refused(snapshot, 'stale-operation');
  const name = `${RESULT_EVENTS[input.outcome]}.${open.invoke}`;
  run.operations = run.operations.filter((other) => other !== open);
  record(run, name, 'outside', input.id);
  const event: CurrentEvent = { name, type: 'external', data: input.value, invokeid: open.invoke };
  const result = runMacrostep(run, { kind: 'event', event, match: run.tables.descriptors.matching(name) });
  return typeof result === 'object' ? failed(snapshot, result) : null;
}

const RESULT_EVENTS = {
  done: 'done.invoke',
  failed: 'error.invoke.failed',
  unknown: 'error.invoke.unknown',
} as const;

function conclude(run: Run, snapshot: Snapshot, takenUp: TakenUp): Performed {
  const failure = workOff(run, takenUp);
  if (failure !== null) return failed(snapshot, failure);
  return settle(run, snapshot, { outcome: outcomeOf(run), ...takenUp });
}
