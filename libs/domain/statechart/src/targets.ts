import { isHistory, isInside } from './machine.ts';
import type { StateNode } from './machine.ts';

/**
 * Whether states can be active together by one entry: each two must meet in a parallel state, neither inside the other.
 * In document order the shallowest meeting point of any two is that of some neighbours, so neighbours are enough.
 */
export function areLegalTogether(targets: readonly StateNode[]): boolean {
  const places = targets.map((target) => (isHistory(target) && target.parent !== null ? target.parent : target));
  places.sort((one, other) => one.order - other.order);
  return places.every((place, index) => {
    const next = places[index + 1];
    return next === undefined || meetInParallel(place, next);
  });
}

function meetInParallel(one: StateNode, other: StateNode): boolean {
  let meeting: StateNode | null = one;
  while (meeting !== null && meeting !== other && !isInside(other, meeting)) meeting = meeting.parent;
  return meeting !== null && meeting !== one && meeting.kind === 'parallel';
}

/**
 * The transition domain of W3C 3.13: the source itself for an internal transition from a compound state to its inside,
 * else the innermost compound ancestor (or the root) that holds the source and every target.
 */
export function domainOf(source: StateNode, targets: readonly StateNode[], internal: boolean): StateNode {
  if (source.parent === null) return source;
  if (internal && source.kind === 'compound' && targets.every((target) => isInside(target, source))) return source;
  let ancestor: StateNode = source.parent;
  while (ancestor.parent !== null && !holdsAll(ancestor, targets)) ancestor = ancestor.parent;
  return ancestor;
}

function holdsAll(ancestor: StateNode, targets: readonly StateNode[]): boolean {
  return ancestor.kind === 'compound' && targets.every((target) => isInside(target, ancestor));
}
