/** Where two JSON values differ first, and how, for a person to read; null where they are the same. */
export function firstDifference(recorded: unknown, now: unknown, path = ''): string | null {
  if (isObject(recorded) && isObject(now) && Array.isArray(recorded) === Array.isArray(now)) {
    for (const key of new Set([...Object.keys(recorded), ...Object.keys(now)])) {
      const found = firstDifference(recorded[key], now[key], `${path}/${key}`);
      if (found !== null) return found;
    }
    return null;
  }
  if (Object.is(recorded, now)) return null;
  return `${path}\n  recorded: ${said(recorded)}\n  now:      ${said(now)}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function said(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length <= 400 ? text : `${text.slice(0, 400)}…`;
}
