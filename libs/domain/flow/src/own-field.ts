import type { Value, ValueMap } from '@parley/expression';

export function isMap(value: Value | undefined): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own field of a map; undefined if this is none, or has none. */
export function ownField(value: Value | undefined, name: string): Value | undefined {
  return isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
