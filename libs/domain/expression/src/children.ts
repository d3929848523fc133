import type { Node } from './syntax.ts';

/** The direct parts of a node, in the order of the source. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'literal':
    case 'name':
      return [];
    case 'field':
      return [node.object];
    case 'index':
      return [node.object, node.index];
    case 'list':
      return node.items;
    case 'map':
      return node.entries.flatMap((entry) => [entry.key, entry.value]);
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'logic':
      return node.terms;
    case 'choice':
      return [node.condition, node.then, node.otherwise];
    case 'call':
      return node.arguments;
    case 'has':
      return [node.path];
    case 'macro':
      return [node.range, node.predicate];
  }
}

/** The first `exists` or `all` in a node, itself included. */
export function firstMacro(node: Node): Node | undefined {
  if (node.kind === 'macro') return node;
  for (const child of childrenOf(node)) {
    const found = firstMacro(child);
    if (found !== undefined) return found;
  }
  return undefined;
}
