import type { PlanCondition, PlanTransition } from './plan.ts';
import { isAtomic, isDescendant, isHistory, matchesEvent, properAncestors, targetsOf } from './tree.ts';
import type { Node, Tree } from './tree.ts';

export type Configuration = Set<Node>;

/** A transition and the state that it is written in. */
export interface Chosen {
  readonly source: Node;
  readonly transition: PlanTransition;
  /** Of the very first: its domain is its source. */
  readonly descends?: boolean;
}

/** What a selection looks at. */
export interface Selecting {
  readonly tree: Tree;
  readonly active: Configuration;
  readonly historyValue: ReadonlyMap<Node, readonly Node[]>;
  readonly n: number;
}

export interface Selection {
  readonly enabled: readonly Chosen[];
  readonly taken: readonly Chosen[];
}

/** function selectEventlessTransitions() */
export function selectEventless(selecting: Selecting): Selection {
  return select(selecting, ({ events }) => events === null);
}

/** function selectTransitions(event) */
export function selectTransitions(selecting: Selecting, event: string): Selection {
  return select(selecting, ({ events }) => events !== null && matchesEvent(events, event));
}

function select(selecting: Selecting, matches: (transition: PlanTransition) => boolean): Selection {
  const enabled: Chosen[] = [];
  const atomic = [...selecting.active].filter(isAtomic).sort((one, other) => one.order - other.order);
  for (const leaf of atomic) {
    const chosen = firstOf(selecting, leaf, matches);
    // An ordered set: a transition that two leaves choose is there once.
    if (chosen !== null && !enabled.some(({ transition }) => transition === chosen.transition)) enabled.push(chosen);
  }
  return { enabled, taken: removeConflicting(selecting, enabled) };
}

function firstOf(selecting: Selecting, leaf: Node, matches: (transition: PlanTransition) => boolean): Chosen | null {
  for (const source of [leaf, ...properAncestors(leaf, null)]) {
    for (const transition of source.state.transitions)
      if (matches(transition) && holds(selecting, transition.cond)) return { source, transition };
  }
  return null;
}

function holds({ active, n }: Selecting, cond: PlanCondition | null): boolean {
  if (cond === null) return true;
  if (cond.kind === 'below') return n < cond.limit;
  return [...active].some(({ id }) => id === cond.state) !== cond.not;
}

/** function removeConflictingTransitions(enabledTransitions) */
function removeConflicting(selecting: Selecting, enabled: readonly Chosen[]): readonly Chosen[] {
  let filtered: readonly Chosen[] = [];
  for (const one of enabled) {
    const removed = new Set<Chosen>();
    let isPreempted = false;
    for (const other of filtered) {
      if (!haveIntersection(computeExitSet(selecting, [one]), computeExitSet(selecting, [other]))) continue;
      if (isDescendant(one.source, other.source)) removed.add(other);
      else {
        isPreempted = true;
        break;
      }
    }
    if (!isPreempted) filtered = [...filtered.filter((other) => !removed.has(other)), one];
  }
  return filtered;
}

function haveIntersection(one: ReadonlySet<Node>, other: ReadonlySet<Node>): boolean {
  return [...one].some((node) => other.has(node));
}

/** function computeExitSet(transitions) */
export function computeExitSet(selecting: Selecting, transitions: readonly Chosen[]): ReadonlySet<Node> {
  const leaving = new Set<Node>();
  for (const chosen of transitions) {
    if (chosen.transition.targets.length === 0) continue;
    const domain = transitionDomain(selecting, chosen);
    for (const node of selecting.active) if (domain === null || isDescendant(node, domain)) leaving.add(node);
  }
  return leaving;
}

/** function getTransitionDomain(t) */
export function transitionDomain(selecting: Selecting, { source, transition, descends }: Chosen): Node | null {
  const targets = effectiveTargets(selecting, transition);
  if (targets.length === 0) return null;
  const areInside = targets.every((target) => isDescendant(target, source));
  if (descends === true) return source;
  if (transition.internal && source.state.kind === 'compound' && areInside) return source;
  return leastCommonCompoundAncestor([source, ...targets]);
}

/** function findLCCA(stateList) */
function leastCommonCompoundAncestor([head, ...tail]: readonly Node[]): Node | null {
  if (head === undefined) return null;
  const compound = properAncestors(head, null).filter(({ state }) => state.kind === 'compound');
  return compound.find((ancestor) => tail.every((node) => isDescendant(node, ancestor))) ?? null;
}

/** function getEffectiveTargetStates(transition) */
export function effectiveTargets(selecting: Selecting, transition: Pick<PlanTransition, 'targets'>): readonly Node[] {
  const targets = new Set<Node>();
  for (const target of targetsOf(selecting.tree, transition)) {
    if (!isHistory(target)) targets.add(target);
    else for (const node of historyTargets(selecting, target)) targets.add(node);
  }
  return [...targets];
}

function historyTargets(selecting: Selecting, history: Node): readonly Node[] {
  const recorded = selecting.historyValue.get(history);
  return recorded ?? effectiveTargets(selecting, { targets: history.state.initial?.targets ?? [] });
}
