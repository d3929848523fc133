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

const APOSTROPHE = /['’`´]/g;
const POSSESSIVE = /['’`´]s$/;

/** The text cut last. A message is looked at from several sides (intents, slots, the open question) and cut but once. */
let last: { readonly text: string; readonly pack: LanguagePack; readonly tokens: readonly Token[] } | null = null;

/** Cuts the beginning of a text into words, numbers and marks; the rest of a very long text is not read. */
export function tokenise(text: string, pack: LanguagePack): readonly Token[] {
  if (last?.text !== text || last.pack !== pack) last = { text, pack, tokens: cut(text, pack) };
  return last.tokens;
}

function cut(text: string, pack: LanguagePack): readonly Token[] {
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
    tokens.push(...toTokens(match, read, start, pack));
  }
  return tokens
    .sort((a, b) => a.start - b.start)
    .filter((token) => !isAbbreviationDot(token, read))
    .slice(0, MAX_WORDS);
}

function toTokens(match: RegExpExecArray, text: string, start: number, pack: LanguagePack): readonly Token[] {
  const end = start + match[0].length;
  const { word, mark } = match.groups ?? {};
  if (mark !== undefined) return [{ kind: 'mark', word: mark.includes('?') ? '?' : (mark[0] ?? '.'), start, end }];
  if (word === undefined) return [{ kind: 'symbol', word: text.slice(start, end), start, end }];
  return plainWords(word, pack).map((plain) => ({ kind: 'word', word: plain, start, end }));
}

/** "Don't" reads as "do not", two words at one place, "Ann's" as "ann"; digits that are no number are all alike. */
function plainWords(word: string, pack: LanguagePack): readonly string[] {
  const spelt = word.normalize('NFKC').toLowerCase();
  const plain = spelt.replace(APOSTROPHE, '');
  if (/^\d+$/.test(plain)) return ['0'];
  const expansion = pack.expansions.get(plain);
  if (expansion !== undefined) return expansion;
  return [
    POSSESSIVE.test(spelt) && !pack.functionWords.has(plain)
      ? spelt.replace(POSSESSIVE, '').replace(APOSTROPHE, '')
      : plain,
  ];
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
