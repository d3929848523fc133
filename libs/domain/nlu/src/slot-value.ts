import { matchChoice, toChoice } from './choices.ts';
import { packFor } from './language/languages.ts';
import type { LanguagePack } from './language/pack.ts';
import { tokenise } from './tokens.ts';
import type { Token } from './tokens.ts';
import { MAX_CHARACTERS } from './types.ts';
import type { SlotKind } from './types.ts';

/** A value and where it stands. Offsets are UTF-16 code units. */
export interface SlotValue {
  readonly value: number | string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The value of a slot if the whole text is one: "200", "£200 please", "thurs". Politeness around it is allowed, a second
 * value is not. A text slot without allowed values takes any text. Null if the text is something else.
 */
export function readSlotValue(slot: SlotKind, text: string, language: string): SlotValue | null {
  if (slot.type === 'text' && slot.values === undefined) return wholeText(text, packFor(language));
  if (text.length > MAX_CHARACTERS) return null;
  const pack = packFor(language);
  const values = findSlotValues(slot, text, language);
  const [value] = values;
  if (value === undefined || values.length > 1) return null;
  const others = tokenise(text, pack).filter((token) => token.end <= value.start || token.start >= value.end);
  const isOther = (token: Token) =>
    token.kind === 'symbol' ||
    (token.kind !== 'mark' && !pack.fillers.has(token.word) && token.number?.start !== value.start);
  return others.some(isOther) ? null : value;
}

/** Every value of a slot inside a text, in text order. A text slot without allowed values has none: only its place tells. */
export function findSlotValues(slot: SlotKind, text: string, language: string): readonly SlotValue[] {
  const pack = packFor(language);
  const tokens = tokenise(text, pack);
  if (slot.type === 'number') {
    return tokens.flatMap(({ number }) =>
      number === undefined || number.kind === 'unit'
        ? []
        : [{ value: number.value, text: number.text, start: number.start, end: number.end }],
    );
  }
  if (slot.values === undefined) return [];
  const choice = toChoice('', slot.values, (value) => tokenise(value, pack));
  const isWord = (word: string) => pack.functionWords.has(word) || pack.families.has(word);
  const found: SlotValue[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const match = matchChoice(choice, tokens, index, isWord);
    if (match === null) continue;
    const start = tokens[index]?.start ?? 0;
    const end = tokens[index + match.length - 1]?.end ?? start;
    found.push({ value: match.value, text: text.slice(start, end), start, end });
    index += match.length - 1;
  }
  return found;
}

/** "To whom?" "Ann, please." is Ann: politeness, marks and determiners at the ends go, unless nothing else was said. */
function wholeText(text: string, pack: LanguagePack): SlotValue | null {
  const bounded = text.trim();
  const start = text.length - text.trimStart().length;
  if (bounded === '') return null;
  const whole = { value: bounded, text: bounded, start, end: start + bounded.length };
  if (text.length > MAX_CHARACTERS) return whole;
  const tokens = tokenise(text, pack).filter((token) => token.kind !== 'mark');
  const first = tokens.findIndex((token) => !pack.fillers.has(token.word) && !pack.determiners.has(token.word));
  const last = tokens.findLastIndex((token) => !pack.fillers.has(token.word));
  const [begin, end] = [tokens[first]?.start, tokens[last]?.end];
  if (begin === undefined || end === undefined || first > last) return whole;
  const value = text.slice(begin, closingDot(text, end));
  return { value, text: value, start: begin, end: begin + value.length };
}

/** "Ltd." keeps its dot, "Ann." does not: an abbreviation has up to three letters and a word before it. */
function closingDot(text: string, end: number): number {
  return /\S\s+\p{L}{1,3}$/u.test(text.slice(0, end)) && text[end] === '.' ? end + 1 : end;
}
