import { matchesText } from './transcript.ts';
import type { Difference, Expectation, Seen } from './transcript.ts';

/** Where a step went otherwise than expected; a text that could not be rendered is always a difference. */
export function compare(expected: Expectation | undefined, seen: Seen, step: number): readonly Difference[] {
  const failed: readonly Difference[] =
    seen.problems.length === 0 ? [] : [{ step, what: 'problems', expected: [], seen: seen.problems }];
  const named = expected === undefined ? [] : (Object.keys(expected) as (keyof Expectation)[]);
  const differing = named.filter((what) => !isSame(what, expected?.[what], seen[what]));
  return [...failed, ...differing.map((what) => ({ step, what, expected: expected?.[what], seen: seen[what] }))];
}

function isSame(what: keyof Expectation, expected: unknown, seen: unknown): boolean {
  if (what !== 'texts' || !Array.isArray(expected) || !Array.isArray(seen)) return equal(expected, seen);
  return (
    expected.length === seen.length && expected.every((text, index) => matchesText(String(text), String(seen[index])))
  );
}

function equal(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || left === null || typeof right !== 'object' || right === null) return left === right;
  const [a, b] = [Object.entries(left), new Map(Object.entries(right))];
  return (
    Array.isArray(left) === Array.isArray(right) &&
    a.length === b.size &&
    a.every(([key, value]) => b.has(key) && equal(value, b.get(key)))
  );
}
