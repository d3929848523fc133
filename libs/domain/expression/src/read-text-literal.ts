import { SyntaxFault } from './syntax-fault.ts';

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
  ['?', '?'],
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
]);

/** Digits after `\x`, `\u`, `\U`. */
const HEX_ESCAPES: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['X', 2],
  ['u', 4],
  ['U', 8],
]);

export interface TextLiteral {
  readonly text: string;
  readonly end: number;
}

/**
 * Reads a CEL string literal whose quote stands at `quoteAt`: `'…'`, `"…"`, and tripled; `raw` leaves escapes alone.
 * Throws SyntaxFault.
 */
export function readTextLiteral(source: string, quoteAt: number, raw: boolean): TextLiteral {
  const quote = source.charAt(quoteAt);
  const tripled = source.startsWith(quote.repeat(3), quoteAt);
  const closing = tripled ? quote.repeat(3) : quote;
  let text = '';
  let at = quoteAt + closing.length;
  /** Where what is taken as it stands begins. */
  let from = at;
  for (; at < source.length; at += 1) {
    if (source.startsWith(closing, at)) return { text: text + source.slice(from, at), end: at + closing.length };
    const code = source.charCodeAt(at);
    if (!tripled && (code === 0x0a || code === 0x0d)) break;
    if (code !== 0x5c || raw) continue;
    const escape = readEscape(source, at);
    text += source.slice(from, at) + escape.text;
    from = escape.end;
    at = escape.end - 1;
  }
  throw new SyntaxFault('unterminated-string', quoteAt, 'This text has no closing quote.', `Close it with ${closing}.`);
}

function readEscape(source: string, at: number): TextLiteral {
  const letter = source.charAt(at + 1);
  const simple = SIMPLE_ESCAPES.get(letter);
  if (simple !== undefined) return { text: simple, end: at + 2 };
  const digits = HEX_ESCAPES.get(letter);
  if (digits !== undefined) return readCodePoint(source, at, at + 2, digits, 16);
  if (letter >= '0' && letter <= '3') return readCodePoint(source, at, at + 1, 3, 8);
  throw badEscape(at, `\\${letter} is not an escape.`);
}

function readCodePoint(source: string, at: number, from: number, count: number, radix: 8 | 16): TextLiteral {
  const digits = source.slice(from, from + count);
  const allowed = radix === 16 ? /^[0-9a-fA-F]+$/ : /^[0-7]+$/;
  if (digits.length !== count || !allowed.test(digits)) throw badEscape(at, `This escape needs ${count} digits.`);
  const point = Number.parseInt(digits, radix);
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) throw badEscape(at, 'No character has this number.');
  return { text: String.fromCodePoint(point), end: from + count };
}

function badEscape(at: number, message: string): SyntaxFault {
  return new SyntaxFault('bad-escape', at, message, 'Write \\\\ for a backslash.');
}
