import { readTextLiteral } from './read-text-literal.ts';
import { SyntaxFault } from './syntax-fault.ts';

export interface Token {
  readonly kind: 'number' | 'text' | 'word' | 'mark' | 'end';
  /** The word or mark as written; for a text literal its content. */
  readonly text: string;
  readonly value?: number;
  readonly at: number;
  readonly end: number;
}

/** Longest first, so that `<=` is not read as `<`. */
const MARKS = ['==', '!=', '<=', '>=', '&&', '||', ...'()[]{}.,:?!<>+-*/%'];
const SPACE = /[\t\n\f\r ]/;
const DIGIT = /[0-9]/;
const WORD_START = /[A-Za-z_]/;
/** Sticky: each is tried at one place only, and none can backtrack further than the text it reads. */
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /0[xX][0-9a-fA-F]+|[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?/y;

/** Cuts a source into tokens, the last of which is `end`. Throws SyntaxFault. */
export function tokenise(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = skipBlank(source, 0);
  while (at < source.length) {
    const token = readToken(source, at);
    tokens.push(token);
    at = skipBlank(source, token.end);
  }
  tokens.push({ kind: 'end', text: '', at: source.length, end: source.length });
  return tokens;
}

function skipBlank(source: string, from: number): number {
  let at = from;
  for (;;) {
    while (at < source.length && SPACE.test(source.charAt(at))) at += 1;
    if (!source.startsWith('//', at)) return at;
    while (at < source.length && source.charAt(at) !== '\n') at += 1;
  }
}

function readToken(source: string, at: number): Token {
  const first = source.charAt(at);
  if (first === '"' || first === "'") return textToken(source, at, at, false);
  if (DIGIT.test(first) || (first === '.' && DIGIT.test(source.charAt(at + 1)))) return numberToken(source, at);
  if (WORD_START.test(first)) return wordToken(source, at);
  const mark = MARKS.find((candidate) => source.startsWith(candidate, at));
  if (mark !== undefined) return { kind: 'mark', text: mark, at, end: at + mark.length };
  throw unexpectedCharacter(source, at);
}

function wordToken(source: string, at: number): Token {
  const text = match(WORD, source, at);
  const next = source.charAt(at + text.length);
  if (next === '"' || next === "'") {
    if (text === 'r' || text === 'R') return textToken(source, at, at + 1, true);
    if (/^[bBrR]{1,2}$/.test(text))
      throw new SyntaxFault('unsupported-literal', at, 'Byte strings are not supported.', 'Remove the b prefix.');
  }
  return { kind: 'word', text, at, end: at + text.length };
}

function textToken(source: string, at: number, quoteAt: number, raw: boolean): Token {
  const { text, end } = readTextLiteral(source, quoteAt, raw);
  return { kind: 'text', text, at, end };
}

function numberToken(source: string, at: number): Token {
  const text = match(NUMBER, source, at);
  const end = at + text.length;
  const next = source.charAt(end);
  if (next === 'u' || next === 'U')
    throw new SyntaxFault('unsupported-literal', at, 'Unsigned numbers are not supported.', 'Remove the u.');
  if (WORD_START.test(next)) throw new SyntaxFault('bad-number', at, `${text}${next} is not a number.`);
  const value = Number(text);
  if (!Number.isFinite(value)) throw new SyntaxFault('bad-number', at, `${text} is too large for a number.`);
  if (!/[.eE]/.test(text.slice(0, 2) === '0x' || text.slice(0, 2) === '0X' ? '' : text) && !Number.isSafeInteger(value))
    throw new SyntaxFault('bad-number', at, `${text} is too large to be kept exactly.`, 'Write it as a string.');
  return { kind: 'number', text, value, at, end };
}

function match(pattern: RegExp, source: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? '';
}

function unexpectedCharacter(source: string, at: number): SyntaxFault {
  const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
  const fixes: Readonly<Record<string, string>> = {
    '=': 'Write == to compare.',
    '&': 'Write && for "and".',
    '|': 'Write || for "or".',
  };
  const fix = Object.hasOwn(fixes, character) ? fixes[character] : undefined;
  return new SyntaxFault('unexpected-character', at, `${JSON.stringify(character)} has no meaning here.`, fix);
}
