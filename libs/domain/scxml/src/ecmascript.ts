import type { Expression, MemberExpression, PrivateIdentifier, SpreadElement, Super } from 'acorn';

type Any = Expression | SpreadElement | Super | PrivateIdentifier;

/** Brackets mean nothing in a tree. */
export function unwrap<T extends Any>(node: T): Exclude<T, { type: 'ParenthesizedExpression' }> | Expression {
  let inside: Any = node;
  while (inside.type === 'ParenthesizedExpression') inside = inside.expression;
  return inside as Expression;
}

/** `undefined`, however it is written. */
export function isNothing(node: Any): boolean {
  if (node.type === 'UnaryExpression' && node.operator === 'void') return true;
  return node.type === 'Identifier' && node.name === 'undefined';
}

/** Whether an expression is certainly a text. */
export function isText(node: Any): boolean {
  if (node.type === 'TemplateLiteral') return true;
  if (node.type === 'Literal') return typeof node.value === 'string';
  if (node.type === 'Identifier') return node.name === '_name' || node.name === '_sessionid';
  if (node.type === 'MemberExpression') return isEventName(node);
  if (node.type !== 'BinaryExpression' || node.operator !== '+' || node.left.type === 'PrivateIdentifier') return false;
  return isText(unwrap(node.left)) || isText(unwrap(node.right));
}

function isEventName({ object, property, computed }: MemberExpression): boolean {
  if (computed || object.type !== 'Identifier' || object.name !== '_event') return false;
  return property.type === 'Identifier' && (property.name === 'name' || property.name === 'type');
}

/** Expressions that are neither true nor false, whatever they are made of. */
export const NEVER_BOOLEAN: ReadonlySet<string> = new Set(['ArrayExpression', 'ObjectExpression', 'TemplateLiteral']);

/** What the parser calls things, said to a person. */
export const KINDS: Readonly<Record<string, string>> = {
  ArrowFunctionExpression: 'A function',
  AssignmentExpression: 'An assignment inside an expression',
  AwaitExpression: '`await`',
  ChainExpression: '`?.`',
  ClassExpression: 'A class',
  FunctionExpression: 'A function',
  ImportExpression: '`import`',
  MetaProperty: 'A meta property',
  NewExpression: '`new`',
  SequenceExpression: 'A comma between expressions',
  SpreadElement: '`...`',
  Super: '`super`',
  TaggedTemplateExpression: 'A tagged template',
  ThisExpression: '`this`',
  UpdateExpression: '`++` and `--` inside an expression',
  YieldExpression: '`yield`',
};

/** What is asked for: the operand of `typeof`, or the side that stands beside `undefined` (or beside null with `==`). */
export function presenceSubject(asked: Expression, against: Expression, operator: string): Expression | null {
  if (asked.type === 'UnaryExpression' && asked.operator === 'typeof')
    return against.type === 'Literal' && against.value === 'undefined' ? unwrap(asked.argument) : null;
  if (isNothing(against)) return asked;
  return operator.length === 2 && against.type === 'Literal' && against.raw === 'null' ? asked : null;
}
