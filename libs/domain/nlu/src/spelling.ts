/** Finds the known word that a misspelt one most likely is. */
export interface Speller {
  readonly words: ReadonlySet<string>;
  /** The word itself if known; else the known word one slip away; null if there is none or the word is right as it is. */
  correct(word: string): string | null;
}

interface SpellerWords {
  /** What a slip may have meant. */
  readonly known: ReadonlySet<string>;
  /** Of these, the ones that people draw out. */
  readonly drawable: ReadonlySet<string>;
  /** Words of the language that are no slip of another. */
  readonly rightAsTheyAre: ReadonlySet<string>;
}

const { min } = Math;
const LONG = 8;

/**
 * Indexes words by what is left when one letter is taken out (two for words of 8 letters and more), so that a look-up
 * costs one map access per letter, whatever the size of the vocabulary. Words of three letters and less are
 * never corrected, save that `drawable` words may be drawn out: "noo", "hiii".
 */
export function createSpeller({ known: words, drawable, rightAsTheyAre }: SpellerWords): Speller {
  const index = new Map<string, string[]>();
  for (const word of words) {
    if (word.length < 4) continue;
    for (const key of keysOf(word)) {
      const entry = index.get(key);
      if (entry === undefined) index.set(key, [word]);
      else entry.push(word);
    }
  }
  const correct = (word: string): string | null => {
    if (words.has(word)) return word;
    if (rightAsTheyAre.has(word)) return null;
    const short = squeeze(word, drawable);
    if (short !== null) return short;
    if (word.length < 4 || word.length > 24) return null;
    let best: string | null = null;
    let bestDistance = Infinity;
    for (const key of keysOf(word)) {
      for (const candidate of index.get(key) ?? []) {
        const distance = slips(word, candidate);
        const isBetter = distance < bestDistance || (distance === bestDistance && candidate < (best ?? ''));
        if (isBetter && isLikely(word, candidate, distance)) {
          best = candidate;
          bestDistance = distance;
        }
      }
    }
    return best;
  };
  return { words, correct };
}

/** "hiiii" → "hi", "yesss" → "yes". */
function squeeze(word: string, words: ReadonlySet<string>): string | null {
  if (!/(.)\1/u.test(word)) return null;
  for (const shorter of [word.replace(/(.)\1{2,}/gu, '$1$1'), word.replace(/(.)\1+/gu, '$1')]) {
    if (shorter.length > 1 && words.has(shorter)) return shorter;
  }
  return null;
}

/** A slip keeps the first letter, or swaps it with the second; in four letters a replaced one is another word. */
function isLikely(word: string, candidate: string, distance: number): boolean {
  if (distance > (min(word.length, candidate.length) >= LONG ? 2 : 1)) return false;
  const swapped = word[0] === candidate[1] && word[1] === candidate[0];
  if (word[0] !== candidate[0] && !swapped) return false;
  if (min(word.length, candidate.length) > 4 || word.length !== candidate.length) return true;
  return [...word].sort().join('') === [...candidate].sort().join('');
}

function keysOf(word: string): ReadonlySet<string> {
  const keys = new Set([word]);
  for (let i = 0; i < word.length; i += 1) {
    const once = word.slice(0, i) + word.slice(i + 1);
    keys.add(once);
    if (word.length < LONG) continue;
    for (let j = i; j < once.length; j += 1) keys.add(once.slice(0, j) + once.slice(j + 1));
  }
  return keys;
}

/** Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment). */
export function slips(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      let least = min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isSwap) least = min(least, (before[column - 2] ?? 0) + 1);
      current.push(least);
    }
    before = above;
    above = current;
  }
  return above[b.length] ?? 0;
}
