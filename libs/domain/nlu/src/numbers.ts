import { readDigits } from './digits.ts';
import { packFor } from './language/languages.ts';
import type { LanguagePack, NumberWords } from './language/pack.ts';
import { readNumberWords } from './number-words.ts';
import { MAX_CHARACTERS } from './types.ts';

/** A number in a text. Offsets are UTF-16 code units; start..end is the number alone, outerStart..outerEnd its unit too. */
export interface NumberFound {
  readonly value: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** `unit`: a time, share or measure ("3 pm", "5 %"), which is no amount of anything asked for. */
  readonly kind: 'plain' | 'money' | 'unit';
  readonly outerStart: number;
  readonly outerEnd: number;
}

/** Words of the longest number that is read as one. */
const LONGEST = 12;

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
const TIGHT_DIGITS = /\d+(?:[.,'’\u00a0\u202f]\d+)*/y;
const SPACED_DIGITS = /\d+(?:[.,'’\u00a0\u202f]\d+| \d{3}(?!\d))*/y;
const CURRENCY_BEFORE = /(?:[$€£¥₹]|\b(?:eur|usd|gbp|chf))\s?$/iu;
const CURRENCY_AFTER = /^\s?[$€£¥₹]/u;
const NEXT_WORD = /^\s?(\p{L}+)/u;
const LAST_WORD = /(\p{L}+)\s+$/u;

/** Finds the numbers of a text, in text order: "1,000", "1.5k", "two hundred", "£50". */
export function recogniseNumbers(text: string, language: string): readonly NumberFound[] {
  return findNumbers(text.slice(0, MAX_CHARACTERS), packFor(language));
}

export function findNumbers(text: string, pack: LanguagePack): readonly NumberFound[] {
  const found: NumberFound[] = [];
  const parts = [...text.matchAll(WORD)].map((match) => ({ word: match[0].toLowerCase(), start: match.index }));
  let read = 0;
  parts.forEach((part, index) => {
    if (part.start < read) return;
    const number = /^\d/.test(part.word)
      ? digitsAt(text, part.start, pack)
      : beginsNumber(part.word, pack.numbers)
        ? wordsAt(text, parts.slice(index, index + LONGEST), parts[index - 1]?.word ?? '', pack)
        : null;
    if (number === null) return;
    read = number.end;
    if (number.found !== null) {
      found.push(number.found);
      read = number.found.outerEnd;
    }
  });
  return found;
}

const beginsNumber = (word: string, numbers: NumberWords): boolean =>
  numbers.articles.has(word) || numbers.split(word).some((part) => numbers.small.has(part) || numbers.scales.has(part));

interface Reading {
  /** Where reading goes on. */
  readonly end: number;
  readonly found: NumberFound | null;
}

function digitsAt(text: string, start: number, pack: LanguagePack): Reading {
  const pattern = pack.decimalComma ? SPACED_DIGITS : TIGHT_DIGITS;
  pattern.lastIndex = start;
  const digits = pattern.exec(text)?.[0] ?? '';
  const end = start + digits.length;
  const value = readDigits(digits, pack.decimalComma);
  const before = text.slice(Math.max(0, start - 8), start);
  const after = text.slice(end, end + 24);
  const isPartOfMore =
    (/[\p{L}\p{N}_#]$|\d[-/:.,]$|(?:^|\s)[.,]$/u.test(before) && !CURRENCY_BEFORE.test(before)) ||
    /^(?:[-/:]\d|\d|\p{L}+\d)/u.test(after);
  if (value === null || isPartOfMore) return { end, found: null };
  const isNegative = /(?:^|[\s($€£])[-−]$/u.test(before);
  return {
    end,
    found: withUnit(text, { value: isNegative ? -value : value, start: isNegative ? start - 1 : start, end }, pack),
  };
}

function wordsAt(
  text: string,
  parts: readonly { readonly word: string; readonly start: number }[],
  previous: string,
  pack: LanguagePack,
): Reading | null {
  const numbers = pack.numbers;
  const read = readNumberWords(
    parts.map((part) => part.word),
    numbers,
  );
  const [first] = parts;
  const last = read === null ? undefined : parts[read.length - 1];
  if (read === null || first === undefined || last === undefined) return null;
  if (read.length === 1 && numbers.pronouns.has(first.word)) {
    if (pack.determiners.has(first.word) || numbers.pronounMarks.has(previous)) return null;
  }
  const end = last.start + last.word.length;
  return { end, found: withUnit(text, { value: read.value, start: first.start, end }, pack) };
}

/** Looks around the bare number: scale words and suffixes multiply it, a currency makes it money, a unit a measure. */
function withUnit(
  text: string,
  bare: { readonly value: number; readonly start: number; readonly end: number },
  { numbers }: LanguagePack,
): NumberFound | null {
  let { value, end } = bare;
  const before = text.slice(Math.max(0, bare.start - 24), bare.start);
  let next = NEXT_WORD.exec(text.slice(end, end + 24));
  const factor = factorOf(next, numbers);
  if (next !== null && factor !== 1) {
    value = Math.round(value * factor * 1e6) / 1e6;
    end += next[0].length;
    next = NEXT_WORD.exec(text.slice(end, end + 24));
  }
  const found = { value, text: text.slice(bare.start, end), start: bare.start, end };
  const sign = CURRENCY_BEFORE.exec(before);
  const outerStart = sign === null ? bare.start : bare.start - sign[0].length;
  const word = next?.[1]?.toLowerCase() ?? '';
  const trailing = CURRENCY_AFTER.exec(text.slice(end, end + 4));
  if (numbers.currencies.has(word))
    return { kind: 'money', outerStart, ...found, outerEnd: end + (next?.[0].length ?? 0) };
  if (trailing !== null) return { kind: 'money', outerStart, ...found, outerEnd: end + trailing[0].length };
  if (sign !== null) return { kind: 'money', outerStart, ...found, outerEnd: end };
  const isMeasure = numbers.otherUnits.has(word) || /^\s?(?:%|°|o['’]clock)/u.test(text.slice(end, end + 9));
  if (isMeasure) return { kind: 'unit', outerStart, ...found, outerEnd: end };
  if (/^\p{L}/u.test(text.slice(end))) return null;
  const isTime = value <= 24 && numbers.timePrepositions.has(LAST_WORD.exec(before)?.[1]?.toLowerCase() ?? '');
  return { kind: isTime ? 'unit' : 'plain', outerStart, ...found, outerEnd: end };
}

function factorOf(next: RegExpExecArray | null, numbers: NumberWords): number {
  const word = next?.[1]?.toLowerCase() ?? '';
  const isAttached = next !== null && !/^\s/.test(next[0]);
  return numbers.scales.get(word) ?? (isAttached ? numbers.suffixes.get(word) : undefined) ?? 1;
}
