import type { StateNode, Tables } from './machine.ts';

/** All active states in document order, from the active atomic ones. */
export function activeNodes(tables: Tables, configuration: readonly string[]): StateNode[] {
  const nodes: StateNode[] = [];
  let before = 0;
  for (const id of configuration) {
    const leaf = tables.byId.get(id);
    if (leaf === undefined)
      throw new Error(`The snapshot names '${id}', which is no state of this machine: restore it first.`);
    const place = nodes.length;
    // An ancestor that stands before the last leaf in document order holds it too, and is in the list already.
    for (let node = leaf; node.order > before; node = node.parent) {
      nodes.push(node);
      if (node.parent === null) break;
    }
    reverseFrom(nodes, place);
    before = leaf.order;
  }
  return nodes;
}

function reverseFrom(nodes: StateNode[], start: number): void {
  for (let low = start, high = nodes.length - 1; low < high; low++, high--) {
    const one = nodes[low];
    const other = nodes[high];
    if (one === undefined || other === undefined) return;
    nodes[low] = other;
    nodes[high] = one;
  }
}
