import type { Value, ValueMap } from '@parley/expression';
import { isList, isMap, ownValue, packed, withEntry, withoutEntry } from './own.ts';

/** A rooted path such as `slots.amount`, `vars.list[0]` or `vars["odd key"]`. */
export interface Location {
  readonly text: string;
  readonly root: string;
  readonly keys: readonly (string | number)[];
}

const ROOT = /^[A-Za-z_][A-Za-z0-9_]*/;
/** As nearly all are written. */
const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*$/;
const KEY = /\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d{1,9})\]|\[("(?:[^"\\]|\\.)*")\]/y;
const MAX_KEYS = 32;

export function parseLocation(text: string): Location | null {
  if (text.length <= 2_000 && PLAIN.test(text)) {
    const [root = '', ...keys] = text.split('.');
    return keys.length > MAX_KEYS ? null : { text, root, keys };
  }
  const root = ROOT.exec(text)?.[0];
  if (root === undefined || text.length > 2_000) return null;
  const keys: (string | number)[] = [];
  KEY.lastIndex = root.length;
  while (KEY.lastIndex < text.length) {
    const match = KEY.exec(text);
    if (match === null || keys.length === MAX_KEYS) return null;
    const key = match[1] ?? (match[2] === undefined ? quoted(match[3]) : Number(match[2]));
    if (key === null) return null;
    keys.push(key);
  }
  return { text, root, keys: packed(keys) };
}

/** Whether a name can be that of a datum: an identifier that expressions can read. */
export function isDatumName(name: string): boolean {
  return IDENTIFIER.test(name) && !WORDS.has(name);
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Words that an expression takes for something else. */
const WORDS: ReadonlySet<string> = new Set([
  ...['in', 'true', 'false', 'null', 'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import'],
  ...['let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while'],
]);

function quoted(text: string | undefined): string | null {
  try {
    return String(JSON.parse(text ?? ''));
  } catch {
    return null;
  }
}

/** The value at a location; undefined where any part of it is not set. */
export function readLocation(value: Value | undefined, location: Location): Value | undefined {
  let current = value;
  for (const key of location.keys) {
    current = memberOf(current, key);
    if (current === undefined) return undefined;
  }
  return current;
}

/** One step of the way to a location. */
export function memberOf(value: Value | undefined, key: string | number): Value | undefined {
  if (isList(value)) return typeof key === 'number' ? value[key] : undefined;
  return isMap(value) ? ownValue(value, String(key)) : undefined;
}

/** A new data model with `value` at the location, or null where the way to it does not exist. Only the way is copied. */
export function writeLocation(data: ValueMap, location: Location, value: Value): ValueMap | null {
  if (!Object.hasOwn(data, location.root)) return null;
  const root = written(data[location.root], location.keys, 0, value);
  return root === undefined ? null : withEntry(data, location.root, root);
}

function written(at: Value | undefined, keys: Location['keys'], index: number, value: Value): Value | undefined {
  const key = keys[index];
  if (key === undefined) return value;
  if (isMap(at)) {
    const inner = written(ownValue(at, String(key)), keys, index + 1, value);
    return inner === undefined ? undefined : withEntry(at, String(key), inner);
  }
  if (!isList(at) || typeof key !== 'number' || key > at.length) return undefined;
  const inner = written(at[key], keys, index + 1, value);
  if (inner === undefined) return undefined;
  const copy = at.slice();
  copy[key] = inner;
  return copy;
}

/** A new data model without the location; the same one where there is nothing to remove. */
export function removeLocation(data: ValueMap, location: Location): ValueMap {
  if (!Object.hasOwn(data, location.root)) return data;
  if (location.keys.length === 0) return withoutEntry(data, location.root);
  const root = removed(data[location.root], location.keys, 0);
  return root === undefined ? data : withEntry(data, location.root, root);
}

function removed(at: Value | undefined, keys: Location['keys'], index: number): Value | undefined {
  const key = keys[index];
  if (key === undefined || !isMap(at) || !Object.hasOwn(at, String(key))) return undefined;
  if (index === keys.length - 1) return withoutEntry(at, String(key));
  const inner = removed(at[String(key)], keys, index + 1);
  return inner === undefined ? undefined : withEntry(at, String(key), inner);
}
