import { Fault } from './fault.ts';
import { outOfFuel, spend, spendText, type Frame } from './frame.ts';
import { MAX_VALUE_DEPTH } from './limits.ts';
import { isList, isMap } from './values.ts';
import type { Value, ValueMap } from './value.ts';

/** CEL's equality: by value, of any two types; unlike types are unequal, not an error. Each element walked costs fuel. */
export function areEqual(frame: Frame, left: Value, right: Value, at: number, depth = 0): boolean | Fault {
  if (typeof left === 'string' && typeof right === 'string') {
    if (left.length !== right.length) return false;
    return spendText(frame, left.length) ? left === right : outOfFuel(at);
  }
  if (typeof left !== 'object' || left === null || typeof right !== 'object' || right === null) return left === right;
  if (depth >= MAX_VALUE_DEPTH)
    return new Fault('value-too-deep', at, `A value is nested deeper than ${MAX_VALUE_DEPTH}.`);
  if (isList(left) && isList(right)) return areListsEqual(frame, left, right, at, depth);
  if (isMap(left) && isMap(right)) return areMapsEqual(frame, left, right, at, depth);
  return false;
}

function areListsEqual(
  frame: Frame,
  left: readonly Value[],
  right: readonly Value[],
  at: number,
  depth: number,
): boolean | Fault {
  if (left.length !== right.length) return false;
  for (const [index, item] of left.entries()) {
    if (!spend(frame, 1)) return outOfFuel(at);
    const equal = areEqual(frame, item, right[index] ?? null, at, depth + 1);
    if (equal !== true) return equal;
  }
  return true;
}

function areMapsEqual(frame: Frame, left: ValueMap, right: ValueMap, at: number, depth: number): boolean | Fault {
  const keys = Object.keys(left);
  if (!spend(frame, keys.length)) return outOfFuel(at);
  if (keys.length !== Object.keys(right).length) return false;
  for (const key of keys) {
    if (!Object.hasOwn(right, key)) return false;
    const equal = areEqual(frame, left[key] ?? null, right[key] ?? null, at, depth + 1);
    if (equal !== true) return equal;
  }
  return true;
}
