/** Whether there is room for one thing at a time only; the styles draw the same line. */
export function isNarrow(): boolean {
  return matchMedia('(max-width: 60rem)').matches;
}
