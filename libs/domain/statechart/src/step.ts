import type { ValueMap } from '@parley/expression';
import { isReserved } from './descriptor.ts';
import { isHeldBack, keepDeferred } from './deferral.ts';
import { Machine } from './machine.ts';
import type { StateNode } from './machine.ts';
import { runMacrostep } from './macrostep.ts';
import { isSmall, measure } from './measure.ts';
import { Run } from './run.ts';
import type { CurrentEvent } from './run.ts';
import type {
  At,
  ExternalEvent,
  Failure,
  Input,
  PendingTimer,
  RefusalCode,
  Snapshot,
  Step,
  StepFailure,
  TraceRecord,
} from './snapshot.ts';

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

type Performed = Omit<Step, 'trace'>;

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

/** Fires what is due, the earliest first, in document order where due times are equal; each is a macrostep of its own. */
function fireTimers(run: Run, snapshot: Snapshot): Performed {
  if (nextTimer(run) === null) return refused(snapshot, 'nothing-due');
  const failures: StepFailure[] = [];
  const settles: string[] = [];
  for (let left = run.tables.limits.microsteps; !run.done; left--) {
    const pending = nextTimer(run);
    if (pending === null) break;
    run.timers = run.timers.filter((timer) => timer !== pending);
    const timer = run.tables.byId.get(pending.state)?.timers.find(({ delayMs }) => delayMs === pending.delayMs);
    if (timer === undefined) continue;
    const event: CurrentEvent = { name: timer.event, type: 'platform' };
    record(run, timer.event, 'timer');
    const result = left > 0 ? runMacrostep(run, { kind: 'timer', event, timer }) : TOO_MANY_TIMERS;
    if (typeof result === 'object') failures.push({ ...result, event: timer.event });
    if (left <= 0) break;
    takeUpDeferred(run, settles, failures);
  }
  const failure = failures[0];
  if (run.transitionsTaken === 0 && failure !== undefined) {
    return { ...failed(withState(run, snapshot), failure), settles, failures };
  }
  return settle(run, snapshot, { outcome: outcomeOf(run), settles, failures });
}

const TOO_MANY_TIMERS: Failure = {
  code: 'limit-microsteps',
  at: '',
  message: 'Timers start each other without coming to rest.',
};

function nextTimer(run: Run): PendingTimer | null {
  let next: PendingTimer | null = null;
  for (const timer of run.timers) {
    if (timer.due > run.at.now) continue;
    if (next === null || timer.due < next.due) next = timer;
    else if (timer.due === next.due && orderOf(run, timer) < orderOf(run, next)) next = timer;
  }
  return next;
}

function orderOf(run: Run, { state }: PendingTimer): number {
  return run.tables.byId.get(state)?.order ?? 0;
}

function conclude(run: Run, snapshot: Snapshot): Performed {
  const settles: string[] = [];
  const failures: StepFailure[] = [];
  takeUpDeferred(run, settles, failures);
  return settle(run, snapshot, { outcome: outcomeOf(run), settles, failures });
}

function outcomeOf(run: Run): 'taken' | 'unhandled' {
  return run.transitionsTaken > 0 ? 'taken' : 'unhandled';
}

/** Offers the deferred events again, in their order, until none of them can be taken up. */
function takeUpDeferred(run: Run, settles: string[], failures: StepFailure[]): void {
  let place = 0;
  while (!run.done) {
    const next = run.deferred[place];
    if (next === undefined) return;
    const result = takeUp(run, next);
    if (result === 'declined') {
      place++;
      continue;
    }
    // What it changed may have set an earlier one free.
    place = 0;
    const { id, name } = next;
    if (id !== undefined) settles.push(id);
    if (typeof result === 'object') failures.push({ ...result, event: name, ...(id === undefined ? {} : { id }) });
  }
}

function takeUp(run: Run, deferred: ExternalEvent): 'completed' | 'declined' | Failure {
  const { name, data, id } = deferred;
  const match = run.tables.descriptors.matching(name);
  const event: CurrentEvent = { name, type: 'external', data };
  const recorded = run.trace?.length ?? 0;
  const waiting = run.deferred;
  record(run, name, 'deferred', id);
  const rest = waiting.filter((other) => other !== deferred);
  const result = runMacrostep(run, { kind: 'event', event, match }, (transitions) => {
    if (isHeldBack(run, match, transitions)) return false;
    run.deferred = rest;
    return true;
  });
  if (result === 'declined') run.trace?.splice(recorded);
  else run.deferred = rest;
  return result;
}

interface Conclusion {
  readonly outcome: 'taken' | 'unhandled';
  readonly settles: readonly string[];
  readonly failures: readonly StepFailure[];
}

function settle(run: Run, snapshot: Snapshot, conclusion: Conclusion): Performed {
  const after = withState(run, snapshot);
  const tooLarge = oversize(run, snapshot, after);
  if (tooLarge !== null) return failed(snapshot, tooLarge);
  const { outcome, settles, failures } = conclusion;
  const result = { snapshot: after, effects: run.effects, outcome, settles };
  return failures.length === 0 ? result : { ...result, failures };
}

/** The snapshot after the run; parts that did not change are the very same. */
function withState(run: Run, before: Snapshot): Snapshot {
  const { history, data, timers, operations, deferred, output } = run;
  const common = {
    version: before.version,
    machine: before.machine,
    status: run.done ? ('done' as const) : ('active' as const),
    configuration: run.active.filter(isLeaf).map(({ id }) => id),
    history,
    data,
    timers,
    operations,
    deferred,
  };
  return output === undefined ? common : { ...common, output };
}

function isLeaf(node: StateNode): boolean {
  return node.children.length === 0;
}

function oversize(run: Run, before: Snapshot, after: Snapshot): Failure | null {
  if (before.data === after.data && before.deferred === after.deferred) return null;
  const { snapshotBytes, valueDepth } = run.tables.limits;
  if (isSmall(after, snapshotBytes, valueDepth + SNAPSHOT_NESTING)) return null;
  const size = measure(after, snapshotBytes, valueDepth + SNAPSHOT_NESTING);
  if (size.bytes <= snapshotBytes && !size.tooDeep) return null;
  const code = size.tooDeep ? 'limit-value-depth' : 'limit-snapshot-bytes';
  return { code, at: '', message: `The snapshot would be larger than is allowed (${snapshotBytes} bytes).` };
}

/** Objects and lists around a value in a snapshot. */
const SNAPSHOT_NESTING = 4;

function refused(snapshot: Snapshot, refusal: RefusalCode): Performed {
  return { snapshot, effects: [], outcome: 'refused', refusal, settles: [] };
}

function failed(snapshot: Snapshot, { code, at, message }: Failure): Performed {
  return { snapshot, effects: [], outcome: 'failed', failure: { code, at, message }, settles: [] };
}

function record(run: Run, name: string, from: 'outside' | 'deferred' | 'timer', id?: string): void {
  run.trace?.push(id === undefined ? { type: 'event', name, from } : { type: 'event', name, from, id });
}
