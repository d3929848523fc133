const DELAY = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*(ms|s)?\s*$/;
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000 };

/** Whole milliseconds of `1.5s`, `200ms`, `0`; null for anything else. */
export function readDelay(text: string): number | null {
  const match = DELAY.exec(text);
  if (match === null) return null;
  const count = Number(match[1]);
  if (match[2] === undefined && count !== 0) return null;
  return Math.round(count * (UNITS[match[2] ?? 'ms'] ?? 1));
}

export function writeDelay(delayMs: number): string {
  return delayMs % 1_000 === 0 ? `${delayMs / 1_000}s` : `${delayMs}ms`;
}
