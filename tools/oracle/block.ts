import type { PlanAction } from './plan.ts';

/** What a block of actions does to the world of an oracle. */
export interface World {
  n: number;
  log(line: string): void;
  raise(event: string): void;
}

/** Runs a block as W3C 4 says: the first error ends it and raises error.execution. */
export function runBlock(actions: readonly PlanAction[], event: string | null, world: World): void {
  if (!runActions(actions, event, world)) world.raise('error.execution');
}

/** Whether it came to its end. */
function runActions(actions: readonly PlanAction[], event: string | null, world: World): boolean {
  return actions.every((action) => runAction(action, event, world));
}

function runAction(action: PlanAction, event: string | null, world: World): boolean {
  switch (action.kind) {
    case 'log':
      world.log(`${action.label}=${world.n}`);
      return true;
    case 'logEvent':
      world.log(`${action.label}:${event ?? ''}`);
      return true;
    case 'count':
      world.n++;
      return true;
    case 'raise':
      world.raise(action.event);
      return true;
    case 'if':
      return runActions(world.n < action.below ? action.then : action.otherwise, event, world);
    case 'each':
      for (const item of [1, 2]) world.log(`${action.label}=${item}`);
      return true;
    case 'fail':
      return false;
  }
}
