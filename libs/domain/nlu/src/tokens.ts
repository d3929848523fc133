import type { LanguagePack } from './language/pack.ts';
import { findNumbers } from './numbers.ts';
import type { NumberFound } from './numbers.ts';
import { MAX_CHARACTERS, MAX_WORDS } from './types.ts';

/** A piece of a message. Offsets are UTF-16 code units of the message. */
export interface Token {
  readonly kind: 'word' | 'number' | 'mark' | 'symbol';
  /** Lower case, without apostrophes; a mark is itself. */
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly number?: NumberFound;
}

const PIECE = /(?<word>[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’`´]\p{L}+)*)|(?<mark>[.,!?;:()\n]+)|[^\s\p{P}]+/gu;

/** Cuts the beginning of a text into words, numbers and marks; the rest of a very long text is not read. */
export function tokenise(text: string, pack: LanguagePack): readonly Token[] {
  const read = text.slice(0, MAX_CHARACTERS);
  const numbers = findNumbers(read, pack);
  const tokens: Token[] = numbers.map((number) => ({
    kind: 'number',
    word: '#',
    start: number.outerStart,
    end: number.outerEnd,
    number,
  }));
  let index = 0;
  for (const match of read.matchAll(PIECE)) {
    const start = match.index;
    const end = start + match[0].length;
    while (index < numbers.length && (numbers[index]?.outerEnd ?? 0) <= start) index += 1;
    const number = numbers[index];
    if (number !== undefined && number.outerStart < end) continue;
    tokens.push(...expand(toToken(match, read, start, end), pack));
  }
  return tokens
    .sort((a, b) => a.start - b.start)
    .filter((token) => !isAbbreviationDot(token, read))
    .slice(0, MAX_WORDS);
}

/** "don't" reads as "do not": two words at one place. */
function expand(token: Token, pack: LanguagePack): readonly Token[] {
  return pack.expansions.get(token.word)?.map((word) => ({ ...token, word })) ?? [token];
}

function toToken(match: RegExpExecArray, text: string, start: number, end: number): Token {
  const { word, mark } = match.groups ?? {};
  if (mark !== undefined) return { kind: 'mark', word: mark.includes('?') ? '?' : (mark[0] ?? '.'), start, end };
  if (word === undefined) return { kind: 'symbol', word: text.slice(start, end), start, end };
  const plain = word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’`´]/g, '');
  return { kind: 'word', word: /^\d+$/.test(plain) ? '0' : plain, start, end };
}

/** "Dr. Brown" is one name: a dot after up to three letters and before another word ends nothing. */
function isAbbreviationDot(token: Token, text: string): boolean {
  return (
    token.word === '.' &&
    token.end - token.start === 1 &&
    /(?:^|[^\p{L}])\p{L}{1,3}$/u.test(text.slice(Math.max(0, token.start - 4), token.start)) &&
    /^ \p{Lu}/u.test(text.slice(token.end, token.end + 3))
  );
}
