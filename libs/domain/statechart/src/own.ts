import type { Value, ValueMap } from '@parley/expression';

/** Reads an own property; names such as `constructor` or `__proto__` never reach a prototype. */
export function ownValue<T>(map: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

/** A map with one more entry. */
export function withEntry<T>(map: Readonly<Record<string, T>>, name: string, value: T): Record<string, T> {
  // In two steps: a computed key in the literal costs twice as much.
  const copy = { ...map };
  putEntry(copy, name, value);
  return copy;
}

export function withoutEntry<T>(map: Readonly<Record<string, T>>, name: string): Record<string, T> {
  const { [name]: _gone, ...rest } = map;
  return rest;
}

/** Sets an own property in place, on a map that nobody else holds yet. */
export function putEntry<T>(map: Record<string, T>, name: string, value: T): void {
  if (name === '__proto__') {
    Object.defineProperty(map, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    map[name] = value;
  }
}

/** A list that stays as it is, without the room that a list grows in. */
export function packed<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? EMPTY : list.slice();
}

const EMPTY: readonly never[] = [];

export function isMap(value: Value | undefined): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
