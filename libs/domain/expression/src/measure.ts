import { MAX_VALUE_DEPTH, TEXT_PER_FUEL } from './limits.ts';
import type { Value } from './value.ts';

/**
 * What walking through a value costs, in fuel: 1 for each element and 1 for each 16 UTF-16 units of text, parts that are
 * shared counted as often as they occur. Stops once the cost passes `limit`; answers Infinity for a value nested too deep
 * to walk. A list that doubles itself (`x = [x, x]`) is small in memory and huge as JSON, so building must pay for this.
 */
export function measure(value: Value, limit: number): number {
  let cost = 0;
  const open: { readonly value: Value; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let next = open.pop(); next !== undefined && cost <= limit; next = open.pop()) {
    cost += 1;
    if (typeof next.value === 'string') cost += Math.floor(next.value.length / TEXT_PER_FUEL);
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth >= MAX_VALUE_DEPTH) return Number.POSITIVE_INFINITY;
    for (const key of Object.keys(next.value)) cost += Math.floor(key.length / TEXT_PER_FUEL);
    for (const part of Object.values<Value>(next.value as Readonly<Record<string, Value>>))
      open.push({ value: part, depth: next.depth + 1 });
  }
  return cost;
}
