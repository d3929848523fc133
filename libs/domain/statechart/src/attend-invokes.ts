import { executeBlock } from './execute.ts';
import { invokeById } from './made-id.ts';
import type { Block, StateNode } from './machine.ts';
import type { Run } from './run.ts';
import type { CurrentEvent } from './current-event.ts';
import { invokeOf } from './sessions.ts';

interface Finalize {
  readonly state: StateNode;
  readonly block: Block;
}

/** Runs `finalize` of the invoke that an event comes from (W3C 6.5). Whether there was one: the data may have changed. */
export function finalizeFor(run: Run, invokeid: string): boolean {
  const found = finalizeOf(run, invokeid);
  if (found === null) return false;
  executeBlock(run, found.block, found.state);
  return true;
}

function finalizeOf(run: Run, invokeid: string): Finalize | null {
  for (const state of run.active) {
    const block = state.invokes.length === 0 ? undefined : invokeById(state, invokeid)?.finalize;
    if (block !== undefined && block !== null) return { state, block };
  }
  return null;
}

/** Gives a copy of an external event to each child that wants all of them (W3C 6.4, `autoforward`). */
export function forward(run: Run, event: CurrentEvent): void {
  for (const child of run.children) {
    const invoke = child.snapshot === null ? undefined : invokeOf(run.tables, child);
    if (invoke?.autoforward === true) run.post({ to: child.session, event }, invoke.at);
  }
}
