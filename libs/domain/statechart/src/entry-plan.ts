import type { Block, EntryPlan, StateNode } from './machine.ts';
import { packed } from './own.ts';

/**
 * What a transition to one target enters, where that is a plain chain: no parallel and no history state is touched, so
 * that it is the same every time. Null otherwise. Its length is bounded by the depth of the machine.
 */
export function planEntry(targets: readonly StateNode[], domain: StateNode): EntryPlan | null {
  const [target] = targets;
  if (target === undefined || targets.length > 1) return null;
  const states: StateNode[] = [];
  let initialBlocks: Map<StateNode, Block> | null = null;
  let leaf = target;
  if (!addChain(states, leaf, domain)) return null;
  while (leaf.kind === 'compound') {
    const [next] = leaf.initial?.targets ?? [];
    if (next === undefined || leaf.initial === null || leaf.initial.targets.length > 1) return null;
    if (leaf.initial.block !== null) (initialBlocks ??= new Map()).set(leaf, leaf.initial.block);
    if (!addChain(states, next, leaf)) return null;
    leaf = next;
  }
  return { states: packed(states), initialBlocks: initialBlocks ?? NONE, historyBlocks: NONE };
}

/** Adds the states from below `domain` down to `state`, outermost first. */
function addChain(states: StateNode[], state: StateNode, domain: StateNode): boolean {
  const chain: StateNode[] = [];
  for (let node: StateNode | null = state; node !== domain; node = node.parent) {
    if (node === null || node.kind === 'parallel' || node.kind === 'shallow' || node.kind === 'deep') return false;
    chain.push(node);
  }
  states.push(...chain.reverse());
  return true;
}

const NONE: ReadonlyMap<StateNode, Block> = new Map();
