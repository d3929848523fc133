import type { StateNode } from './machine.ts';
import { isSmall, measure } from './measure.ts';
import type { Run } from './run.ts';
import type { Failure, RefusalCode, Snapshot, Step, StepFailure } from './snapshot.ts';

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

/** The snapshot after the run; parts that did not change are the very same. */
export function withState(run: Run, before: Snapshot): Snapshot {
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

export function refused(snapshot: Snapshot, refusal: RefusalCode): Performed {
  return { snapshot, effects: [], outcome: 'refused', refusal, settles: [] };
}

export function failed(snapshot: Snapshot, { code, at, message }: Failure): Performed {
  return { snapshot, effects: [], outcome: 'failed', failure: { code, at, message }, settles: [] };
}

export function outcomeOf(run: Run): 'taken' | 'unhandled' {
  return run.transitionsTaken > 0 ? 'taken' : 'unhandled';
}

export function record(run: Run, name: string, from: 'outside' | 'deferred' | 'timer', id?: string): void {
  run.trace?.push(id === undefined ? { type: 'event', name, from } : { type: 'event', name, from, id });
}
