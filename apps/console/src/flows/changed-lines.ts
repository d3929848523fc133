/** How one text differs from another, as one stretch of lines. */
export interface ChangedLines {
  /** The first line that differs, from 1. */
  readonly line: number;
  readonly removed: number;
  readonly added: number;
}

/** The lines from the first that differs to the last; null where none does. */
export function changedLines(before: string, after: string): ChangedLines | null {
  if (before === after) return null;
  const old = before.split('\n');
  const now = after.split('\n');
  const shorter = Math.min(old.length, now.length);
  let same = 0;
  while (same < shorter && old[same] === now[same]) same += 1;
  let tail = 0;
  while (tail < shorter - same && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  return { line: same + 1, removed: old.length - same - tail, added: now.length - same - tail };
}

/** In a few words. */
export function wordsOfChange(change: ChangedLines | null): string {
  if (change === null) return 'Nothing differs from the default version.';
  const { line, removed, added } = change;
  return `Against the default version, ${count(removed, 'line')} from line ${line} on ${removed === 1 ? 'becomes' : 'become'} ${count(added, 'line')}.`;
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
