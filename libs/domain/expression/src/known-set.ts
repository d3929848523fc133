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
  const path = spelled(node);
  if (path === undefined) return [];
  return node.kind === 'field' || node.kind === 'index' ? [...withParents(node.object), path] : [path];
}

/**
 * A place in the data as a text, the same for all ways to write it (`map.key` and `map['key']`); undefined for what is
 * computed. An index may be a place itself: `rows[vars.chosen].limit`.
 */
export function spelled(node: Node): string | undefined {
  if (node.kind === 'name') return node.name;
  if (node.kind !== 'field' && node.kind !== 'index') return undefined;
  const object = spelled(node.object);
  const step = node.kind === 'field' ? `.${node.field}` : stepOf(node.index);
  return object === undefined || step === undefined ? undefined : `${object}${step}`;
}

function stepOf(index: Node): string | undefined {
  if (index.kind !== 'literal') {
    const place = spelled(index);
    return place === undefined ? undefined : `[${place}]`;
  }
  const { value } = index;
  return typeof value === 'string' && IDENTIFIER.test(value) ? `.${value}` : `[${JSON.stringify(value)}]`;
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Whether a place, or an index on its way, begins with this name. */
export function isRootedIn(place: string, name: string): boolean {
  return new RegExp(`(^|\\[)${name}(?![A-Za-z0-9_])`).test(place);
}
