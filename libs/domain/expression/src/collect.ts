import { childrenOf } from './children.ts';
import { compileNode } from './compile-node.ts';
import type { LeafOperand } from './leaf-operand.ts';
import type { Node } from './syntax.ts';

/** The rooted path a node spells (`slots.amount`), or undefined if it is not one of names and fields only. */
export function pathOf(node: Node): string | undefined {
  if (node.kind === 'name') return node.name;
  if (node.kind !== 'field') return undefined;
  const object = pathOf(node.object);
  return object === undefined ? undefined : `${object}.${node.field}`;
}

/** Every rooted path that is read, each once, in the order of the source; a macro's item is not one. */
export function collectPaths(node: Node, item?: string): readonly string[] {
  const paths = new Set<string>();
  visitPaths(node, item, paths);
  return [...paths];
}

function visitPaths(node: Node, item: string | undefined, paths: Set<string>): void {
  const path = pathOf(node);
  if (path !== undefined) {
    if (path !== item && !path.startsWith(`${item}.`)) paths.add(path);
  } else if (node.kind === 'macro') {
    visitPaths(node.range, item, paths);
    visitPaths(node.predicate, node.item, paths);
  } else for (const child of childrenOf(node)) visitPaths(child, item, paths);
}

/**
 * What a trace shows of an expression: its paths and calls as the author wrote them, outermost first, each once. Literals
 * say nothing new; what stands inside a macro's predicate changes with each item.
 */
export function collectLeaves(root: Node, source: string): readonly LeafOperand[] {
  const leaves = new Map<string, LeafOperand>();
  const add = (node: Node): void => {
    const text = source.slice(node.at, node.end);
    if (!leaves.has(text)) leaves.set(text, { text, run: compileNode(node, undefined) });
  };
  const visit = (node: Node): void => {
    if (node.kind === 'name' || node.kind === 'field' || node.kind === 'index') return add(node);
    if (node.kind === 'call' || node.kind === 'has' || node.kind === 'macro') add(node);
    if (node.kind === 'has') return;
    for (const child of node.kind === 'macro' ? [node.range] : childrenOf(node)) visit(child);
  };
  visit(root);
  return [...leaves.values()];
}
