/** JSON that was not looked at yet. */
export type JsonMap = Readonly<Record<string, unknown>>;

export function isMap(json: unknown): json is JsonMap {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

export function isList(json: unknown): json is readonly unknown[] {
  return Array.isArray(json);
}

export function hasKeys(json: JsonMap, count: number): boolean {
  return Object.keys(json).length === count;
}

/** Whether a value nests no deeper than `depth`; looks no deeper than that either. */
export function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  if (isList(value)) return value.every((part) => isShallow(part, depth - 1));
  // Own and enumerable is all that JSON has, and walking it so makes no list of the keys.
  for (const key in value) {
    const part = (value as JsonMap)[key];
    if (typeof part === 'object' && part !== null && !isShallow(part, depth - 1)) return false;
  }
  return true;
}
