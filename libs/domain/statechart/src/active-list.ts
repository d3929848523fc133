import type { StateNode } from './machine.ts';

/** So many places are moved one by one: for a way so short, splice costs more. */
const NEAR = 16;

/** Where a state stands, or would stand, among states in document order. */
export function placeOf(active: readonly StateNode[], node: StateNode): number {
  let low = 0;
  let high = active.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((active[middle]?.order ?? 0) < node.order) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** States are entered in document order: the place is most often near the end. */
export function insertInOrder(active: StateNode[], node: StateNode): void {
  if (isFar(active, node)) return void active.splice(placeOf(active, node), 0, node);
  let place = active.length;
  for (; place > 0; place--) {
    const before = active[place - 1];
    if (before === undefined || before.order < node.order) break;
    active[place] = before;
  }
  active[place] = node;
}

/** They are left the other way round. */
export function removeInOrder(active: StateNode[], node: StateNode): void {
  if (isFar(active, node)) return void active.splice(placeOf(active, node), 1);
  let moved = active.pop();
  for (let place = active.length - 1; moved !== undefined && moved !== node; place--) {
    const before = active[place];
    active[place] = moved;
    moved = before;
  }
}

function isFar(active: readonly StateNode[], node: StateNode): boolean {
  // A place before the first is looked up like a name, which costs more than all the rest here.
  return active.length >= NEAR && (active[active.length - NEAR]?.order ?? 0) > node.order;
}
