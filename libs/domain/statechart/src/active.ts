import { Machine } from './machine.ts';
import { activeNodes } from './active-nodes.ts';
import type { Snapshot } from './snapshot.ts';

/** Ids of all active states, ancestors included, in document order. */
export function activeStates(machine: Machine, snapshot: Snapshot): readonly string[] {
  return activeNodes(Machine.tablesOf(machine), snapshot.configuration).map(({ id }) => id);
}

/** When the next timer or delayed send, of the machine or its children, is due (ms since the epoch), or null when none waits. */
export function nextDue(snapshot: Pick<Snapshot, 'timers' | 'sends' | 'children'>): number | null {
  let next: number | null = null;
  for (const { due } of snapshot.timers) if (next === null || due < next) next = due;
  for (const { due } of snapshot.sends ?? []) if (next === null || due < next) next = due;
  for (const child of snapshot.children ?? []) {
    const due = child.snapshot === null ? null : nextDue(child.snapshot);
    if (due !== null && (next === null || due < next)) next = due;
  }
  return next;
}
