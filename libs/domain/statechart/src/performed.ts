import { isSmall, measure } from './measure.ts';
import type { Run } from './run.ts';
import type { ChildSession, Failure, RefusalCode, Snapshot, Step, StepFailure } from './snapshot.ts';
import { addOccasional, leavesOf } from './state-of.ts';
import type { Mutable } from './state-of.ts';

/** A step without its trace, which is made on demand. */
export type Performed = Omit<Step, 'trace'>;

export interface Conclusion {
  readonly outcome: 'taken' | 'unhandled';
  readonly settles: readonly string[];
  readonly failures: readonly StepFailure[];
}

/** What a run came to: the snapshot after it, unless that is larger than allowed. */
export function settle(run: Run, snapshot: Snapshot, conclusion: Conclusion): Performed {
  const after = withState(run, snapshot);
  const tooLarge = oversize(run, snapshot, after);
  if (tooLarge !== null) return failed(snapshot, tooLarge);
  const { outcome, settles, failures } = conclusion;
  const result = { snapshot: after, effects: run.effects, outcome, settles };
  return failures.length === 0 ? result : { ...result, failures };
}

/** The snapshot after the run. */
export function withState(run: Run, { version, machine }: Snapshot): Snapshot {
  const { history, data, timers, operations, deferred } = run;
  const state: Mutable<Snapshot> = {
    version,
    machine,
    status: run.done ? 'done' : 'active',
    configuration: leavesOf(run.active),
    history,
    data,
    timers,
    operations,
    deferred,
  };
  addOccasional(state, run);
  if (run.ids > 0) state.ids = run.ids;
  return state;
}

function oversize(run: Run, before: Snapshot, after: Snapshot): Failure | null {
  // Only these can hold values of any size.
  const isLarger =
    before.data !== after.data ||
    before.deferred !== after.deferred ||
    before.sends !== after.sends ||
    before.children !== after.children;
  if (!isLarger) return null;
  const { snapshotBytes, valueDepth } = run.tables.limits;
  const nesting = SNAPSHOT_NESTING * (1 + (after.children === undefined ? 0 : depthOf(after.children)));
  if (isSmall(after, snapshotBytes, valueDepth + nesting)) return null;
  const size = measure(after, snapshotBytes, valueDepth + nesting);
  if (size.bytes <= snapshotBytes && !size.tooDeep) return null;
  const code = size.tooDeep ? 'limit-value-depth' : 'limit-snapshot-bytes';
  return { code, at: '', message: `The snapshot would be larger than is allowed (${snapshotBytes} bytes).` };
}

/** Levels of children inside each other. */
function depthOf(children: readonly ChildSession[]): number {
  return children.reduce((deepest, { snapshot }) => Math.max(deepest, 1 + depthOf(snapshot?.children ?? [])), 0);
}

/** Objects and lists around a value in a snapshot. */
const SNAPSHOT_NESTING = 4;

export function refused(snapshot: Snapshot, refusal: RefusalCode): Performed {
  return { snapshot, effects: [], outcome: 'refused', refusal, settles: [] };
}

export function failed(snapshot: Snapshot, { code, at, message }: Failure): Performed {
  return { snapshot, effects: [], outcome: 'failed', failure: { code, at, message }, settles: [] };
}

export function outcomeOf(run: Run): 'taken' | 'unhandled' {
  return run.transitionsTaken > 0 ? 'taken' : 'unhandled';
}

export function record(run: Run, name: string, from: 'outside' | 'deferred' | 'timer' | 'sent', id?: string): void {
  run.trace?.push(id === undefined ? { type: 'event', name, from } : { type: 'event', name, from, id });
}
