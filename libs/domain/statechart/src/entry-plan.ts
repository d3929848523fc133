import type { Block, EntryPlan, StateNode, Transition } from './machine.ts';

/** What a transition enters, where that never changes; made when it is first taken. */
export function planOf(transition: Transition): EntryPlan | null {
  if (transition.plan === undefined) {
    const { targets, domain } = transition;
    transition.plan = domain === null ? null : planEntry(targets, domain);
  }
  return transition.plan;
}

/**
 * What a transition to one target enters, where that is a plain chain: no parallel and no history state is touched, so
 * that it is the same every time. Null otherwise. Its length is bounded by the depth of the machine.
 */
function planEntry(targets: readonly StateNode[], domain: StateNode): EntryPlan | null {
  const [target] = targets;
  if (target === undefined || targets.length > 1) return null;
  let initialBlocks: Map<StateNode, Block> | null = null;
  let leaf = target;
  while (leaf.kind === 'compound') {
    const { initial }: StateNode = leaf;
    const next = initial?.targets[0];
    if (initial === null || next === undefined || initial.targets.length > 1) return null;
    if (initial.block !== null) (initialBlocks ??= new Map()).set(leaf, initial.block);
    leaf = next;
  }
  // Most enter the one state that they name: the list of it is there already.
  const states = leaf === target && leaf.parent === domain ? plainOnly(targets) : chainTo(leaf, domain);
  return states === null ? null : { states, initialBlocks: initialBlocks ?? NONE, historyBlocks: NONE };
}

function plainOnly(targets: readonly StateNode[]): readonly StateNode[] | null {
  return targets.every(isPlain) ? targets : null;
}

/** What enters nothing beside itself. */
function isPlain({ kind }: StateNode): boolean {
  return kind === 'atomic' || kind === 'compound' || kind === 'final';
}

/** The states from below `domain` down to `leaf`, outermost first; null if they are not plain ones. */
function chainTo(leaf: StateNode, domain: StateNode): readonly StateNode[] | null {
  let count = 0;
  for (let node = leaf; node !== domain; count++) {
    if (node.parent === null || !isPlain(node)) return null;
    node = node.parent;
  }
  // Filled from the inside out, at the length that it keeps.
  const chain = new Array<StateNode>(count).fill(leaf);
  for (let node = leaf; count > 0 && node.parent !== null; node = node.parent) chain[--count] = node;
  return chain;
}

const NONE: ReadonlyMap<StateNode, Block> = new Map();
