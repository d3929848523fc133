/** No message gives more words to be found by. */
const maxWords = 64;
/** A longer word is found by its beginning. */
const maxLength = 40;

/**
 * The words of a text as it is found by: runs of letters and digits, in small letters, each once. Compatible forms are one
 * (NFKC), and a mark stays with its letter. A script that writes without spaces gives one word for each run.
 */
export function searchWords(text: string): readonly string[] {
  const runs =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const words = new Set<string>();
  for (const run of runs) {
    words.add([...run].slice(0, maxLength).join(''));
    if (words.size === maxWords) break;
  }
  return [...words];
}
