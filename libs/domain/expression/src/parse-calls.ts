import { firstMacro } from './children.ts';
import { nearest } from './nearest.ts';
import { MACROS, SIGNATURES } from './signatures.ts';
import { SyntaxFault } from './syntax-fault.ts';
import type { Node } from './syntax.ts';
import type { Token } from './tokenise.ts';
import type { Parser } from './parser.ts';

/** `name(…)`; the next token is the bracket. Throws SyntaxFault. */
export function parseFunctionCall(parser: Parser, name: Token): Node {
  const isHas = name.text === 'has';
  if (!isHas && MACROS.has(name.text))
    throw new SyntaxFault(
      'bad-macro',
      name.at,
      `${name.text} is written after a list.`,
      `items.${name.text}(i, i > 0)`,
    );
  if (!isHas && SIGNATURES.get(name.text)?.form === 'method')
    throw new SyntaxFault('unknown-function', name.at, `${name.text} is a method.`, `Write text.${name.text}('…').`);
  parser.expect('(');
  const { items, end } = parser.readItems(')', false);
  if (isHas) return hasNode(name, items, end);
  return callNode(name, items, name.at, end);
}

/** `receiver.name(…)`; the next token is the bracket. Throws SyntaxFault. */
export function parseMethodCall(parser: Parser, receiver: Node, name: Token): Node {
  if (name.text === 'has' || SIGNATURES.get(name.text)?.form === 'function')
    throw new SyntaxFault('unknown-function', name.at, `${name.text} is not a method.`, `Write ${name.text}(…).`);
  parser.expect('(');
  const { items, end } = parser.readItems(')', false);
  if (MACROS.has(name.text)) return macroNode(receiver, name, items, end);
  return callNode(name, [receiver, ...items], receiver.at, end);
}

function callNode(name: Token, given: readonly Node[], at: number, end: number): Node {
  const signature = SIGNATURES.get(name.text);
  if (signature === undefined) {
    const known = nearest(name.text, [...SIGNATURES.keys(), ...MACROS, 'has']);
    const fix = known === undefined ? undefined : `Did you mean ${known}?`;
    throw new SyntaxFault('unknown-function', name.at, `There is no function ${name.text}.`, fix);
  }
  if (given.length !== signature.parameters.length) throw wrongCount(name, signature.parameters.length, given.length);
  return { kind: 'call', name: name.text, nameAt: name.at, arguments: given, at, end };
}

function hasNode(name: Token, given: readonly Node[], end: number): Node {
  const path = given[0];
  if (path === undefined || given.length !== 1) throw wrongCount(name, 1, given.length);
  if (path.kind !== 'name' && path.kind !== 'field')
    throw new SyntaxFault('bad-has', path.at, 'has() takes a path.', "Write has(slots.amount), or 'key' in map.");
  return { kind: 'has', path, at: name.at, end };
}

function macroNode(range: Node, name: Token, given: readonly Node[], end: number): Node {
  const [item, predicate] = given;
  if (item === undefined || predicate === undefined || given.length !== 2) throw wrongCount(name, 2, given.length);
  if (item.kind !== 'name')
    throw new SyntaxFault('bad-macro', item.at, `${name.text} first names its item.`, `items.${name.text}(i, i > 0)`);
  const nested = firstMacro(predicate);
  if (nested !== undefined)
    throw new SyntaxFault(
      'nested-macro',
      nested.at,
      'exists and all cannot be nested.',
      'Split it into two conditions.',
    );
  const macro = name.text === 'all' ? 'all' : 'exists';
  return { kind: 'macro', macro, range, item: item.name, predicate, at: range.at, end };
}

function wrongCount(name: Token, wanted: number, given: number): SyntaxFault {
  const message = `${name.text} takes ${wanted} argument${wanted === 1 ? '' : 's'}, counting what stands before the dot; ${given} given.`;
  return new SyntaxFault('wrong-argument-count', name.at, message);
}
