import { pathOf } from './collect.ts';
import type { Node } from './syntax.ts';

/**
 * The paths that are set, and not null, wherever `node` is `outcome`: `has(a.b)` and `a.b != null` prove `a`, `a.b`; `&&`
 * proves what each term proves when it is true, `||` when it is false, `!` the reverse.
 */
export function pathsProven(node: Node, outcome: boolean): readonly string[] {
  if (node.kind === 'has') return outcome ? withParents(node.path) : [];
  if (node.kind === 'unary' && node.operator === '!') return pathsProven(node.operand, !outcome);
  if (node.kind === 'logic')
    return (node.operator === '&&') === outcome ? node.terms.flatMap((term) => pathsProven(term, outcome)) : [];
  if (node.kind !== 'binary' || node.operator !== (outcome ? '!=' : '==')) return [];
  if (isNull(node.right)) return withParents(node.left);
  return isNull(node.left) ? withParents(node.right) : [];
}

function isNull(node: Node): boolean {
  return node.kind === 'literal' && node.value === null;
}

function withParents(node: Node): readonly string[] {
  const path = pathOf(node);
  if (path === undefined) return [];
  return node.kind === 'field' ? [...withParents(node.object), path] : [path];
}
