const CSS_TIME = /^\+?(\d{1,12}(?:\.\d{0,12})?|\.\d{1,12})(s|ms)$/i;

/** Milliseconds of a number, or of a CSS2 time such as `1.5s` and `200ms` (W3C 6.2); null for anything else. Whole, rounded up. */
export function milliseconds(delay: unknown): number | null {
  if (typeof delay === 'number') return delay >= 0 && delay <= Number.MAX_SAFE_INTEGER ? Math.ceil(delay) : null;
  const match = typeof delay === 'string' ? CSS_TIME.exec(delay.trim()) : null;
  if (match === null) return null;
  const amount = Number(match[1]);
  return Math.ceil(match[2]?.toLowerCase() === 's' ? Number((amount * 1_000).toFixed(6)) : amount);
}
