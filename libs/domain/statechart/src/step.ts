import type { ValueMap } from '@parley/expression';
import { isHeldBack, keepDeferred } from './deferral.ts';
import { isReserved } from './descriptor.ts';
import { fireTimers } from './fire-timers.ts';
import { Machine } from './machine.ts';
import { runMacrostep } from './macrostep.ts';
import { failed, outcomeOf, record, refused, settle } from './performed.ts';
import type { Performed } from './performed.ts';
import { Run } from './run.ts';
import type { CurrentEvent } from './run.ts';
import type { At, ExternalEvent, Input, Snapshot, Step, StepFailure, TraceRecord } from './snapshot.ts';
import { takeUpDeferred } from './take-up-deferred.ts';

/**
 * The first step of a machine. `input` gives values to data that the machine declares; other names are ignored.
 * Fails (`failed`) only at a limit: the snapshot is then one in which nothing is active and nothing can happen.
 */
export function start(machine: Machine, input: ValueMap, at: At): Step {
  const snapshot = blank(machine, input);
  return stepLazily((trace) => runStart(machine, snapshot, at, trace));
}

/** One input run to completion. Pure: the same arguments give the same step, and none of them is changed. */
export function step(machine: Machine, snapshot: Snapshot, input: Input, at: At): Step {
  if (snapshot.machine !== machine.identity) throw new Error('This snapshot is of another machine: restore it first.');
  return stepLazily((trace) => runInput(machine, snapshot, input, at, trace));
}

/** A step whose trace is only made when somebody reads it: by running it again, which gives the same. */
function stepLazily(perform: (trace: TraceRecord[] | null) => Performed): Step {
  const { snapshot, effects, outcome, settles, refusal, failure, failures } = perform(null);
  let trace: TraceRecord[] | null = null;
  return {
    snapshot,
    effects,
    outcome,
    settles,
    ...(refusal === undefined ? undefined : { refusal }),
    ...(failure === undefined ? undefined : { failure }),
    ...(failures === undefined ? undefined : { failures }),
    get trace() {
      if (trace === null) {
        trace = [];
        perform(trace);
      }
      return trace;
    },
  };
}

function blank(machine: Machine, input: ValueMap): Snapshot {
  const { data } = Machine.tablesOf(machine);
  const known = Object.keys(input).filter((name) => Object.hasOwn(data, name));
  const given = Object.fromEntries(known.map((name) => [name, input[name] ?? null]));
  return {
    version: 1,
    machine: machine.identity,
    status: 'active',
    configuration: [],
    history: {},
    data: { ...data, ...given },
    timers: [],
    operations: [],
    deferred: [],
  };
}

function runStart(machine: Machine, snapshot: Snapshot, at: At, trace: TraceRecord[] | null): Performed {
  const run = new Run(Machine.tablesOf(machine), machine.id, snapshot, at, trace);
  const result = runMacrostep(run, { kind: 'start' });
  if (typeof result === 'object') return failed({ ...snapshot, status: 'done' }, result);
  return settle(run, snapshot, { outcome: 'taken', settles: [], failures: [] });
}

function runInput(machine: Machine, snapshot: Snapshot, input: Input, at: At, trace: TraceRecord[] | null): Performed {
  if (snapshot.status === 'done') return refused(snapshot, 'machine-done');
  const run = new Run(Machine.tablesOf(machine), machine.id, snapshot, at, trace);
  switch (input.kind) {
    case 'event':
      return takeEvent(run, snapshot, input);
    case 'result':
      return takeResult(run, snapshot, input);
    case 'time':
      return fireTimers(run, snapshot);
  }
}

function takeEvent(run: Run, snapshot: Snapshot, input: ExternalEvent): Performed {
  const { name, data, id } = input;
  if (name === '' || isReserved(name)) return refused(snapshot, 'reserved-event');
  record(run, name, 'outside', id);
  const match = run.tables.descriptors.matching(name);
  const event: CurrentEvent = { name, type: 'external', data };
  const result = runMacrostep(
    run,
    { kind: 'event', event, match },
    (transitions) => !isHeldBack(run, match, transitions),
  );
  if (result === 'declined') return defer(run, snapshot, input);
  if (typeof result === 'object') return failed(snapshot, result);
  return conclude(run, snapshot);
}

function defer(run: Run, snapshot: Snapshot, { name, data, id }: ExternalEvent): Performed {
  const event = { name, ...(data === undefined ? {} : { data }), ...(id === undefined ? {} : { id }) };
  const deferred = keepDeferred(snapshot.deferred, event, run.tables.limits);
  if (deferred === null) return refused(snapshot, 'queue-full');
  return { snapshot: { ...snapshot, deferred }, effects: [], outcome: 'deferred', settles: [] };
}

function takeResult(run: Run, snapshot: Snapshot, input: Input & { readonly kind: 'result' }): Performed {
  const open = run.operations.find(({ operation }) => operation === input.operation);
  if (open === undefined) return refused(snapshot, 'stale-operation');
  const name = `${RESULT_EVENTS[input.outcome]}.${open.invoke}`;
  run.operations = run.operations.filter((other) => other !== open);
  record(run, name, 'outside', input.id);
  const event: CurrentEvent = { name, type: 'external', data: input.value, invokeid: open.invoke };
  const result = runMacrostep(run, { kind: 'event', event, match: run.tables.descriptors.matching(name) });
  return typeof result === 'object' ? failed(snapshot, result) : conclude(run, snapshot);
}

const RESULT_EVENTS = {
  done: 'done.invoke',
  failed: 'error.invoke.failed',
  unknown: 'error.invoke.unknown',
} as const;

function conclude(run: Run, snapshot: Snapshot): Performed {
  const settles: string[] = [];
  const failures: StepFailure[] = [];
  takeUpDeferred(run, settles, failures);
  return settle(run, snapshot, { outcome: outcomeOf(run), settles, failures });
}
