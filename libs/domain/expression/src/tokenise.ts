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

/** Marks by the codes of their characters: no text is cut out to look one up. */
const MARKS = marksByCode(['(', ')', '[', ']', '{', '}', '.', ',', ':', '?', '!', '<', '>', '+', '-', '*', '/', '%']);
const DOUBLE_MARKS = marksByCode(['==', '!=', '<=', '>=', '&&', '||']);
/** Sticky: tried at one place only, and it cannot backtrack further than the text it reads. */
const NUMBER = /0[xX][0-9a-fA-F]+|[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?/y;

/** The next token from an offset on; past the last one it is `end`. Throws SyntaxFault. */
export function nextToken(source: string, from: number): Token {
  const at = skipBlank(source, from);
  return at < source.length ? readToken(source, at) : { kind: 'end', text: '', at, end: at };
}

function skipBlank(source: string, from: number): number {
  let at = from;
  for (;;) {
    while (isSpace(source.charCodeAt(at))) at += 1;
    if (source.charCodeAt(at) !== 0x2f || source.charCodeAt(at + 1) !== 0x2f) return at;
    while (at < source.length && source.charAt(at) !== '\n') at += 1;
  }
}

function readToken(source: string, at: number): Token {
  const first = source.charCodeAt(at);
  if (isWordStart(first)) return wordToken(source, at);
  if (first === 0x22 || first === 0x27) return textToken(source, at, at, false);
  if (isDigit(first) || (first === 0x2e && isDigit(source.charCodeAt(at + 1)))) return numberToken(source, at);
  const mark = readMark(source, at, first);
  if (mark === undefined) throw unexpectedCharacter(source, at);
  return { kind: 'mark', text: mark, at, end: at + mark.length };
}

function readMark(source: string, at: number, first: number): string | undefined {
  const double = DOUBLE_MARKS[first];
  return double !== undefined && source.charCodeAt(at + 1) === double.charCodeAt(1) ? double : MARKS[first];
}

/** No two marks of one length begin alike. */
function marksByCode(marks: readonly string[]): readonly (string | undefined)[] {
  const byCode = new Array<string | undefined>(128).fill(undefined);
  for (const mark of marks) byCode[mark.charCodeAt(0)] = mark;
  return byCode;
}

/** Tab, line feed, form feed, carriage return, blank. Past the end of a text the code is NaN, which is none of anything. */
function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d || code === 0x0c;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isWordStart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
}

function wordToken(source: string, at: number): Token {
  let wordEnd = at + 1;
  while (isWordStart(source.charCodeAt(wordEnd)) || isDigit(source.charCodeAt(wordEnd))) wordEnd += 1;
  const text = source.slice(at, wordEnd);
  const next = source.charCodeAt(wordEnd);
  if (next === 0x22 || next === 0x27) {
    if (text === 'r' || text === 'R') return textToken(source, at, at + 1, true);
    if (/^[bBrR]{1,2}$/.test(text))
      throw new SyntaxFault('unsupported-literal', at, 'Byte strings are not supported.', 'Remove the b prefix.');
  }
  return { kind: 'word', text, at, end: wordEnd };
}

function textToken(source: string, at: number, quoteAt: number, raw: boolean): Token {
  const { text, end } = readTextLiteral(source, quoteAt, raw);
  return { kind: 'text', text, at, end };
}

/** A few digits and nothing else, as most numbers are. */
function readSmallNumber(source: string, at: number): Token | null {
  let end = at;
  let value = 0;
  for (let code = source.charCodeAt(end); isDigit(code); code = source.charCodeAt(++end))
    value = value * 10 + code - 0x30;
  const next = source.charCodeAt(end);
  if (end === at || end - at > 9 || next === 0x2e || isWordStart(next)) return null;
  return { kind: 'number', text: source.slice(at, end), value, at, end };
}

function numberToken(source: string, at: number): Token {
  const simple = readSmallNumber(source, at);
  if (simple !== null) return simple;
  NUMBER.lastIndex = at;
  const text = NUMBER.exec(source)?.[0] ?? '';
  const end = at + text.length;
  const next = source.charAt(end);
  if (next === 'u' || next === 'U')
    throw new SyntaxFault('unsupported-literal', at, 'Unsigned numbers are not supported.', 'Remove the u.');
  if (isWordStart(next.charCodeAt(0))) throw new SyntaxFault('bad-number', at, `${text}${next} is not a number.`);
  const value = Number(text);
  if (!Number.isFinite(value)) throw new SyntaxFault('bad-number', at, `${text} is too large for a number.`);
  if (!/[.eE]/.test(text.slice(0, 2) === '0x' || text.slice(0, 2) === '0X' ? '' : text) && !Number.isSafeInteger(value))
    throw new SyntaxFault('bad-number', at, `${text} is too large to be kept exactly.`, 'Write it as a string.');
  return { kind: 'number', text, value, at, end };
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
