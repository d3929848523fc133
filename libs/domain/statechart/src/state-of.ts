import type { StateNode } from './machine.ts';
import type { Run } from './run.ts';
import type { ChildSnapshot } from './snapshot.ts';

/** What is kept of a run; parts that did not change are the very same, and what there is nothing of has no key. */
export function stateOf(run: Run): ChildSnapshot {
  const { history, data, timers, operations, deferred, sends, children, bound, output } = run;
  const state: { -readonly [K in keyof ChildSnapshot]: ChildSnapshot[K] } = {
    status: run.done ? 'done' : 'active',
    configuration: leavesOf(run.active),
    history,
    data,
    timers,
    operations,
    deferred,
  };
  if (sends.length > 0) state.sends = sends;
  if (children.length > 0) state.children = children;
  if (bound.length > 0) state.bound = bound;
  if (output !== undefined) state.output = output;
  return state;
}

function leavesOf(active: readonly StateNode[]): readonly string[] {
  const ids: string[] = [];
  for (const { id, children } of active) if (children.length === 0) ids.push(id);
  return ids;
}
