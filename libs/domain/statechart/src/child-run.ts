import { LimitHit } from './limits.ts';
import { loadOf, NO_LOAD, sumOf } from './load.ts';
import type { Load } from './load.ts';
import { Run } from './run.ts';
import { pathTo, programOf, withSession } from './sessions.ts';
import { stateOf } from './state-of.ts';
import type { ChildSession, Failure } from './snapshot.ts';

/** Whatever `perform` answers; a limit that is hit on the way is the failure. */
export function guarded(perform: () => Failure | null): Failure | null {
  try {
    return perform();
  } catch (error) {
    if (!(error instanceof LimitHit)) throw error;
    return { code: error.code, at: error.at, message: error.message };
  }
}

/**
 * Runs something in one session of the tree and puts what it became back into the snapshot; a child that ends tells its
 * parent. Nothing happens where the session does not run (any more).
 */
export function runInSession(root: Run, session: string, perform: (run: Run) => Failure | null): Failure | null {
  if (session === root.session) return perform(root);
  const path = pathTo(root.children, session);
  if (path === null) return null;
  const run = path.reduce((parent, child) => runChild(parent, child), root);
  const failure = perform(run);
  tellTrace(run);
  if (failure !== null) return failure;
  root.transitionsTaken += run.transitionsTaken;
  root.children = withSession(root.children, path, run.done ? null : stateOf(run));
  if (run.done) tellParent(run);
  return null;
}

/** A run of a child machine; it shares fuel, effects and ids with its parent's. */
export function runChild(parent: Run, child: ChildSession, isCancelled = false): Run {
  const { snapshot, session, invoke, state } = child;
  if (snapshot === null) throw new Error(`The child of '${state}' has ended.`);
  parent.spend(5 + snapshot.configuration.length, '');
  const bond = {
    parent,
    session,
    parentSession: parent.session,
    invoke,
    elsewhere: elsewhere(parent, child),
    isCancelled,
  };
  return new Run(programOf(parent.tables, child), snapshot, parent.at, parent.trace === null ? null : [], bond);
}

/** What all sessions but this child and those inside it have running; the child itself counts as one. */
function elsewhere(parent: Run, child: ChildSession): Load {
  const { timers, sends, operations, children, bond } = parent;
  const own = { timers: timers.length, sends: sends.length, operations: operations.length, children: 1 };
  return sumOf(own, loadOf(children.filter((other) => other !== child)), bond?.elsewhere ?? NO_LOAD);
}

/** Adds what a child did to the trace of the step. */
export function tellTrace({ trace, session, root }: Run): void {
  if (trace === null || trace === root.trace) return;
  for (const record of trace.splice(0)) root.trace?.push('session' in record ? record : { ...record, session });
}

/** W3C 6.4.2: `done.invoke.<id>` is the last that a parent hears of its child. */
function tellParent({ bond, root, output }: Run): void {
  if (bond === null) return;
  const { invoke, parentSession } = bond;
  const event = { name: `done.invoke.${invoke}`, type: 'external' as const, data: output, invokeid: invoke };
  root.post({ to: parentSession, event }, '');
}
