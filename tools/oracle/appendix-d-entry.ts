import type { PlanAction, PlanTransition } from './plan.ts';
import { effectiveTargets, transitionDomain } from './appendix-d-select.ts';
import type { Chosen, Selecting } from './appendix-d-select.ts';
import { isDescendant, isHistory, properAncestors, realChildren, targetsOf } from './tree.ts';
import type { Node, Tree } from './tree.ts';

export interface EntrySet {
  readonly states: Set<Node>;
  /** statesForDefaultEntry */
  readonly defaultEntries: Set<Node>;
  /** defaultHistoryContent, by the parent of the history state. */
  readonly historyContent: Map<Node, readonly PlanAction[]>;
  /** Active still, and by the letter to be entered again. */
  readonly stillActive: Set<Node>;
}

/** procedure computeEntrySet(transitions, statesToEnter, statesForDefaultEntry, defaultHistoryContent) */
export function computeEntrySet(selecting: Selecting, transitions: readonly Chosen[]): EntrySet {
  const set: EntrySet = {
    states: new Set(),
    defaultEntries: new Set(),
    historyContent: new Map(),
    stillActive: new Set(),
  };
  for (const chosen of transitions) {
    if (chosen.transition.targets.length === 0) continue;
    for (const target of targetsOf(selecting.tree, chosen.transition)) addDescendants(selecting, target, set);
    const domain = transitionDomain(selecting, chosen);
    for (const target of effectiveTargets(selecting, chosen.transition)) addAncestors(selecting, target, domain, set);
  }
  return set;
}

/** procedure addDescendantStatesToEnter(state, …) */
function addDescendants(selecting: Selecting, node: Node, set: EntrySet): void {
  if (isHistory(node)) return addHistory(selecting, node, set);
  set.states.add(node);
  if (node.state.kind === 'compound') {
    set.defaultEntries.add(node);
    addWithin(selecting, targetsOf(selecting.tree, defaultTransition(selecting.tree, node)), node, set);
  }
  if (node.state.kind === 'parallel') addRegions(selecting, node, set);
}

function addHistory(selecting: Selecting, history: Node, set: EntrySet): void {
  const { parent } = history;
  if (parent === null) return;
  const recorded = selecting.historyValue.get(history);
  if (recorded !== undefined) return addWithin(selecting, recorded, parent, set);
  const { targets = [], actions = [] } = history.state.initial ?? {};
  set.historyContent.set(parent, actions);
  addWithin(selecting, targetsOf(selecting.tree, { targets }), parent, set);
}

/** The two loops that stand three times in the recommendation. */
function addWithin(selecting: Selecting, targets: readonly Node[], ancestor: Node, set: EntrySet): void {
  for (const target of targets) addDescendants(selecting, target, set);
  for (const target of targets) addAncestors(selecting, target, ancestor, set);
}

/** procedure addAncestorStatesToEnter(state, ancestor, …), but for what is still active: see `double-entry` in rules.ts. */
function addAncestors(selecting: Selecting, node: Node, ancestor: Node | null, set: EntrySet): void {
  for (const above of properAncestors(node, ancestor)) {
    if (selecting.active.has(above)) {
      set.stillActive.add(above);
      return;
    }
    set.states.add(above);
    if (above.state.kind === 'parallel') addRegions(selecting, above, set);
  }
}

function addRegions(selecting: Selecting, parallel: Node, set: EntrySet): void {
  for (const region of realChildren(parallel)) {
    if (![...set.states].some((node) => isDescendant(node, region))) addDescendants(selecting, region, set);
  }
}

/** Where a compound state begins: its `initial`, else its first child. */
export function defaultTransition(tree: Tree, node: Node): PlanTransition {
  const [first] = realChildren(node);
  const { targets, actions } = node.state.initial ?? { targets: first === undefined ? [] : [first.id], actions: [] };
  return { events: null, cond: null, targets, internal: false, actions };
}
