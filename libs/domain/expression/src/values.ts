import type { Value, ValueMap } from './value.ts';

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isMap(value: Value | undefined): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property, or undefined: what an object inherits (`constructor`, `toString`) does not exist here. */
export function ownField(map: ValueMap, field: string): Value | undefined {
  return Object.hasOwn(map, field) ? map[field] : undefined;
}

/** How a value's type is called in messages. */
export function kindOf(value: Value): string {
  if (value === null) return 'null';
  if (isList(value)) return 'a list';
  if (typeof value === 'boolean') return 'a bool';
  return typeof value === 'object' ? 'a map' : `a ${typeof value}`;
}
