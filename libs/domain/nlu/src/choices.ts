import { slips } from './spelling.ts';
import type { Token } from './tokens.ts';

/** A slot with allowed values, its values cut into words. */
export interface Choice {
  readonly slot: string;
  readonly options: readonly Option[];
}

interface Option {
  readonly value: string;
  readonly words: readonly string[];
}

export interface ChoiceMatch {
  readonly slot: string;
  readonly value: string;
  /** Tokens it covers. */
  readonly length: number;
}

export function toChoice(slot: string, values: readonly string[], cut: (text: string) => readonly Token[]): Choice {
  return { slot, options: values.map((value) => ({ value, words: cut(value).map((token) => token.word) })) };
}

/**
 * The allowed value that starts at a token: as written, as a plural ("mondays"), with one slip, or cut short ("thurs").
 * The longest wins, then the first. Slips and cuts are not read into words that `isWord` knows as something else.
 */
export function matchChoice(
  choice: Choice,
  tokens: readonly Token[],
  at: number,
  isWord: (word: string) => boolean,
): ChoiceMatch | null {
  const token = tokens[at];
  if (token === undefined || (token.kind !== 'word' && token.kind !== 'number')) return null;
  const fits = (option: Option, test: (said: string, meant: string) => boolean): boolean =>
    option.words.length > 0 && option.words.every((meant, index) => test(tokens[at + index]?.word ?? '', meant));
  const tests = [isSame, ...(isWord(token.word) ? [] : [isSlip, isCut])];
  for (const test of tests) {
    const matches = choice.options.filter((option) => fits(option, test));
    const longest = Math.max(...matches.map((option) => option.words.length));
    const [first, second] = matches.filter((option) => option.words.length === longest);
    if (first === undefined || (second !== undefined && test !== isSame)) continue;
    return { slot: choice.slot, value: first.value, length: first.words.length };
  }
  return null;
}

const isSame = (said: string, meant: string): boolean => said === meant || said === `${meant}s`;

const isSlip = (said: string, meant: string): boolean =>
  isSame(said, meant) ||
  (meant.length > 4 && said.length > 3 && said[0] === meant[0] && slips(said, meant) <= (meant.length > 7 ? 2 : 1));

const isCut = (said: string, meant: string): boolean =>
  isSame(said, meant) ||
  (meant.length > 4 &&
    said.length > 2 &&
    (meant.startsWith(said) || (said.endsWith('s') && said.length > 3 && meant.startsWith(said.slice(0, -1)))));
