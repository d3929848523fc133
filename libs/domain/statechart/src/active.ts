import { Machine } from './machine.ts';
import { activeNodes } from './run.ts';
import type { Snapshot } from './snapshot.ts';

/** Ids of all active states, ancestors included, in document order. */
export function activeStates(machine: Machine, snapshot: Snapshot): readonly string[] {
  return activeNodes(Machine.tablesOf(machine), snapshot.configuration).map(({ id }) => id);
}

/** When the next timer is due (ms since the epoch), or null when none runs. */
export function nextDue(snapshot: Snapshot): number | null {
  let next: number | null = null;
  for (const { due } of snapshot.timers) if (next === null || due < next) next = due;
  return next;
}
