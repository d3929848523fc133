import type { Expression } from 'acorn';
import { unwrap } from './ecmascript.ts';
import { readExpression } from './translate-expression.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * An ECMAScript location as a rooted path of ours: `a.b`, `a[0]`, `a["odd key"]`. Null: it is one, but has no such path
 * (`a[i]`). What cannot be a location at all stays as it is, and fails when it is reached.
 */
export function translateLocation(source: string): string | null {
  const tree = readExpression(source);
  if (tree instanceof Error) return source;
  const node = unwrap(tree);
  if (node.type !== 'Identifier' && node.type !== 'MemberExpression') return source;
  return pathOf(node);
}

/** The path that a tree of names, members and constant keys spells. */
export function pathOf(given: Expression): string | null {
  const node = unwrap(given);
  if (node.type === 'Identifier') return NAME.test(node.name) && node.name !== 'event' ? node.name : null;
  if (node.type !== 'MemberExpression' || node.optional === true || node.object.type === 'Super') return null;
  const inside = pathOf(node.object);
  if (inside === null) return null;
  if (!node.computed) {
    if (node.property.type !== 'Identifier') return null;
    const { name } = node.property;
    return NAME.test(name) ? `${inside}.${name}` : `${inside}[${JSON.stringify(name)}]`;
  }
  const key = unwrap(node.property);
  if (key.type !== 'Literal') return null;
  if (typeof key.value === 'string') return `${inside}[${JSON.stringify(key.value)}]`;
  return typeof key.value === 'number' && Number.isSafeInteger(key.value) && key.value >= 0
    ? `${inside}[${key.value}]`
    : null;
}
