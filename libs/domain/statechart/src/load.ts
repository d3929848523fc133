import type { ChildSession } from './snapshot.ts';

/** What is limited for all sessions of a snapshot together. */
export interface Load {
  readonly timers: number;
  readonly sends: number;
  readonly operations: number;
  readonly children: number;
}

/** Everything that children, and children inside them, have running. */
export function loadOf(children: readonly ChildSession[]): Load {
  const load = { timers: 0, sends: 0, operations: 0, children: children.length };
  for (const { snapshot } of children) {
    if (snapshot === null) continue;
    const inside = snapshot.children === undefined ? NO_LOAD : loadOf(snapshot.children);
    load.timers += snapshot.timers.length + inside.timers;
    load.sends += (snapshot.sends?.length ?? 0) + inside.sends;
    load.operations += snapshot.operations.length + inside.operations;
    load.children += inside.children;
  }
  return load;
}

export function sumOf(...loads: readonly Load[]): Load {
  return loads.reduce((one, other) => ({
    timers: one.timers + other.timers,
    sends: one.sends + other.sends,
    operations: one.operations + other.operations,
    children: one.children + other.children,
  }));
}

export const NO_LOAD: Load = { timers: 0, sends: 0, operations: 0, children: 0 };
