import { runChild, tellTrace } from './child-run.ts';
import { executeBlocks } from './execute.ts';
import { invokeById } from './made-id.ts';
import type { StateNode } from './machine.ts';
import type { Run } from './run.ts';

/** The machine is done: every state runs its exit actions; the configuration stays readable as it was (W3C's exitInterpreter). */
export function finish(run: Run): void {
  const last = run.active.slice();
  for (const state of last.toReversed()) exitState(run, state);
  run.active = last;
  run.timers = [];
  if (run.sends.length > 0) run.sends = [];
  run.queue = [];
}

/** Runs a state's exit actions and takes away what lives only as long as it is active. */
export function exitState(run: Run, state: StateNode): void {
  run.spend(1, state.at);
  run.trace?.push({ type: 'exit', at: state.at, state: state.id });
  if (state.exit.length > 0) executeBlocks(run, state.exit, state);
  if (state.timers.length > 0) run.timers = run.timers.filter((timer) => timer.state !== state.id);
  if (state.invokes.length > 0) {
    run.toInvoke = run.toInvoke.filter((other) => other !== state);
    cancelOperations(run, state);
    if (run.children.length > 0) cancelChildren(run, state);
  }
  run.deactivate(state);
}

function cancelOperations(run: Run, state: StateNode): void {
  for (const { operation, invoke, state: owner } of run.operations) {
    if (owner !== state.id) continue;
    const at = invokeById(state, invoke)?.at ?? state.at;
    run.addEffect({ kind: 'cancel', operation, at }, operation.length, at);
  }
  run.operations = run.operations.filter((open) => open.state !== state.id);
}

/** Ends the child machines of a state: they run their exit actions, and say nothing more to their parent (W3C 6.4). */
function cancelChildren(run: Run, state: StateNode): void {
  for (const child of run.children) {
    if (child.state !== state.id || child.snapshot === null) continue;
    const cancelled = runChild(run, child, true);
    finish(cancelled);
    tellTrace(cancelled);
  }
  run.children = run.children.filter((child) => child.state !== state.id);
}
