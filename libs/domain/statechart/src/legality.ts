import { isHistory, isInside } from './machine.ts';
import type { StateNode, Tables } from './machine.ts';

/**
 * W3C's legal configuration, from its atomic states in document order: of each active compound state below `top` exactly
 * one child is active, of each parallel state every region.
 */
export function isLegalConfiguration(top: StateNode, leaves: readonly StateNode[]): boolean {
  return legalUpTo(top, leaves, 0) === leaves.length;
}

/** How many of the leaves are accounted for once everything inside `node` is; -1 where that cannot be. */
function legalUpTo(node: StateNode, leaves: readonly StateNode[], from: number): number {
  const leaf = leaves[from];
  if (leaf === undefined) return -1;
  if (node.kind === 'compound') {
    const child = childToward(node, leaf);
    return child === null ? -1 : legalUpTo(child, leaves, from);
  }
  if (node.kind !== 'parallel') return node === leaf ? from + 1 : -1;
  let next = from;
  for (const region of node.children) {
    next = legalUpTo(region, leaves, next);
    if (next === -1) return -1;
  }
  return next;
}

/** The child of `node` that holds a state, or is it. */
function childToward(node: StateNode, inside: StateNode): StateNode | null {
  if (!isInside(inside, node)) return null;
  let child = inside;
  while (child.parent !== null && child.parent !== node) child = child.parent;
  return child;
}

/** Whether a history state may hold these ids: what its parent had active inside. */
export function areLegalHistory(tables: Tables, history: StateNode, ids: readonly unknown[]): boolean {
  const { parent } = history;
  if (parent === null || !isHistory(history)) return false;
  const nodes: StateNode[] = [];
  let before = 0;
  for (const id of ids) {
    const node = typeof id === 'string' ? tables.byId.get(id) : undefined;
    if (node === undefined || isHistory(node) || !isInside(node, parent) || node.order <= before) return false;
    before = node.order;
    nodes.push(node);
  }
  if (history.kind === 'deep') return isLegalConfiguration(parent, nodes);
  return nodes.length === childrenWanted(parent) && nodes.every((node) => node.parent === parent);
}

function childrenWanted(node: StateNode): number {
  if (node.kind === 'compound') return 1;
  return node.kind === 'parallel' ? node.children.length : 0;
}
