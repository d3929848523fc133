import type { StateNode } from './machine.ts';
import type { Run } from './run.ts';
import type { ChildSnapshot } from './snapshot.ts';

/** What is kept of a run; parts that did not change are the very same, and what there is nothing of has no key. */
export function stateOf(run: Run): ChildSnapshot {
  const { history, data, timers, operations, deferred } = run;
  const state: Mutable<ChildSnapshot> = {
    status: run.done ? 'done' : 'active',
    configuration: leavesOf(run.active),
    history,
    data,
    timers,
    operations,
    deferred,
  };
  addOccasional(state, run);
  return state;
}

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What most snapshots have nothing of. */
export function addOccasional(state: Mutable<ChildSnapshot>, { sends, children, bound, output }: Run): void {
  if (sends.length > 0) state.sends = sends;
  if (children.length > 0) state.children = children;
  if (bound.length > 0) state.bound = bound;
  if (output !== undefined) state.output = output;
}

export function leavesOf(active: readonly StateNode[]): readonly string[] {
  const ids: string[] = [];
  for (const { id, children } of active) if (children.length === 0) ids.push(id);
  return ids;
}
