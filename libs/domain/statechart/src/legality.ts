import { isHistory, isInside } from './machine.ts';
import type { StateNode, Tables } from './machine.ts';

/**
 * W3C's legal configuration, for states in document order that are closed upwards below `top`: of each active compound
 * state exactly one child is active, of each parallel state every region, of an atomic or final one nothing.
 */
export function isLegalConfiguration(top: StateNode, active: readonly StateNode[]): boolean {
  // Document order visits a state before what is inside it: the open ones are a stack.
  const open: StateNode[] = [top];
  const counts: number[] = [0];
  for (const node of active) {
    while (open.length > 0 && open.at(-1) !== node.parent) if (!closesLegally(open, counts)) return false;
    if (open.length === 0) return false;
    counts.push((counts.pop() ?? 0) + 1, 0);
    open.push(node);
  }
  while (open.length > 0) if (!closesLegally(open, counts)) return false;
  return true;
}

function closesLegally(open: StateNode[], counts: number[]): boolean {
  const node = open.pop();
  return node !== undefined && counts.pop() === childrenWanted(node);
}

function childrenWanted(node: StateNode): number {
  if (node.kind === 'compound') return 1;
  return node.kind === 'parallel' ? node.children.length : 0;
}

/** Whether a history state may hold these ids: what its parent had active inside. */
export function areLegalHistory(tables: Tables, history: StateNode, ids: readonly unknown[]): boolean {
  const { parent } = history;
  if (parent === null || !isHistory(history)) return false;
  const nodes: StateNode[] = [];
  for (const id of ids) {
    const node = typeof id === 'string' ? tables.byId.get(id) : undefined;
    if (node === undefined || isHistory(node) || !isInside(node, parent)) return false;
    nodes.push(node);
  }
  if (nodes.some((node, index) => node.order <= (nodes[index - 1]?.order ?? 0))) return false;
  if (history.kind === 'shallow') {
    return nodes.every((node) => node.parent === parent) && nodes.length === childrenWanted(parent);
  }
  return isLegalConfiguration(parent, withAncestors(nodes, parent));
}

function withAncestors(leaves: readonly StateNode[], top: StateNode): readonly StateNode[] {
  const all = new Set<StateNode>();
  for (const leaf of leaves) {
    for (let node: StateNode | null = leaf; node !== null && node !== top && !all.has(node); node = node.parent)
      all.add(node);
  }
  return [...all].sort((one, other) => one.order - other.order);
}
