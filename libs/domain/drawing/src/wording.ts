const MAX_CONDITION = 40;

/** A condition on one line, cut where it is long. */
export function conditionText(cond: string): string {
  const line = cond.replace(/\s+/g, ' ').trim();
  return line.length > MAX_CONDITION ? `${line.slice(0, MAX_CONDITION - 1)}…` : line;
}

/** `30 s`, `2 min`, `1.5 s`, `200 ms`. */
export function delayText(delayMs: number): string {
  if (delayMs > 0 && delayMs % 3_600_000 === 0) return `${delayMs / 3_600_000} h`;
  if (delayMs > 0 && delayMs % 60_000 === 0) return `${delayMs / 60_000} min`;
  return delayMs >= 1_000 ? `${delayMs / 1_000} s` : `${delayMs} ms`;
}
