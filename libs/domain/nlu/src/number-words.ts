import type { NumberWords } from './language/pack.ts';

interface WordNumber {
  readonly value: number;
  /** How many words it took. */
  readonly length: number;
}

/** Reads "two hundred and fifty" from the front of the words (lower case); null if they begin with no number. */
export function readNumberWords(words: readonly string[], numbers: NumberWords): WordNumber | null {
  let total = 0;
  let current = 0;
  let joined = false;
  let length = 0;
  for (let index = 0; index < words.length; index += 1) {
    const next = addWord({ total, current, joined, started: length > 0 }, words, index, numbers);
    if (next === null) break;
    ({ total, current, joined } = next);
    if (!joined && !next.pending) length = index + 1;
  }
  return length === 0 ? null : { value: total + current, length };
}

interface Sum {
  readonly total: number;
  readonly current: number;
  /** The last word was "and": it counts only if a number follows. */
  readonly joined: boolean;
  readonly started: boolean;
}

function addWord(sum: Sum, words: readonly string[], index: number, numbers: NumberWords) {
  const word = words[index] ?? '';
  if (!sum.started && numbers.articles.has(word)) {
    return numbers.scales.has(words[index + 1] ?? '') ? { ...sum, current: 1, pending: true } : null;
  }
  let { total, current, joined } = sum;
  for (const part of numbers.split(word)) {
    const small = numbers.small.get(part);
    const scale = numbers.scales.get(part);
    if (small !== undefined) {
      if (!fits(current, small, joined)) return null;
      current += small;
      joined = false;
    } else if (scale !== undefined) {
      if (scale === 100) current = Math.max(1, current) * 100;
      else {
        total += Math.max(1, current) * scale;
        current = 0;
      }
      joined = false;
    } else if (numbers.joiners.has(part) && (total > 0 || current > 0) && !joined) joined = true;
    else return null;
  }
  return { total, current, joined, pending: false };
}

/** "twenty" takes "five", "hundred" takes "twenty", and "fünf und" takes "zwanzig"; "five" does not take "six". */
function fits(current: number, small: number, joined: boolean): boolean {
  const rest = current % 100;
  if (rest === 0) return true;
  if (rest >= 20 && rest % 10 === 0 && small > 0 && small < 10) return true;
  return joined && rest < 10 && small >= 20;
}
