import { areEqual } from './equality.ts';
import { Fault, type Outcome } from './fault.ts';
import { outOfFuel, spend, spendText, type Frame } from './frame.ts';
import { MAX_LIST_LENGTH, MAX_TEXT_LENGTH } from './limits.ts';
import { compareText } from './ordering.ts';
import type { BinaryOperator } from './syntax.ts';
import { isList, isMap, kindOf } from './values.ts';
import type { Value } from './value.ts';

export type Operate = (frame: Frame, left: Value, right: Value, at: number) => Outcome;

const less: Operate = (frame, left, right, at) =>
  typeof left === 'number' && typeof right === 'number' ? left < right : ordered(frame, left, right, at, (n) => n < 0);
const lessOrEqual: Operate = (frame, left, right, at) =>
  typeof left === 'number' && typeof right === 'number'
    ? left <= right
    : ordered(frame, left, right, at, (n) => n <= 0);

/** What each binary operator does with two values. `at` is the operator's offset. */
export const OPERATORS: Readonly<Record<BinaryOperator, Operate>> = {
  '<': less,
  '<=': lessOrEqual,
  '>': (frame, left, right, at) => less(frame, right, left, at),
  '>=': (frame, left, right, at) => lessOrEqual(frame, right, left, at),
  '==': areEqual,
  '!=': (frame, left, right, at) => {
    const equal = areEqual(frame, left, right, at);
    return typeof equal === 'boolean' ? !equal : equal;
  },
  in: isIn,
  '+': add,
  '-': (_frame, left, right, at) => arithmetic('-', left, right, at, (a, b) => a - b),
  '*': (_frame, left, right, at) => arithmetic('*', left, right, at, (a, b) => a * b),
  '/': (_frame, left, right, at) => arithmetic('/', left, right, at, (a, b) => a / b),
  '%': (_frame, left, right, at) => arithmetic('%', left, right, at, (a, b) => a % b),
};

function ordered(frame: Frame, left: Value, right: Value, at: number, holds: (order: number) => boolean): Outcome {
  if (typeof left === 'string' && typeof right === 'string') {
    if (!spendText(frame, Math.min(left.length, right.length))) return outOfFuel(at);
    return holds(compareText(left, right));
  }
  if (typeof left === 'boolean' && typeof right === 'boolean') return holds(Number(left) - Number(right));
  return new Fault('unlike-types', at, `${kindOf(left)} and ${kindOf(right)} have no order.`);
}

function isIn(frame: Frame, left: Value, right: Value, at: number): Outcome {
  if (isMap(right)) {
    if (typeof left === 'string') return Object.hasOwn(right, left);
    // A number or bool is a key in CEL, though in none of our maps; a list, a map or null never is.
    return typeof left === 'object' ? new Fault('wrong-type', at, `${kindOf(left)} cannot be a key.`) : false;
  }
  if (!isList(right)) return new Fault('wrong-type', at, `in looks into a list or a map, not ${kindOf(right)}.`);
  for (const item of right) {
    if (!spend(frame, 1)) return outOfFuel(at);
    const equal = areEqual(frame, left, item, at);
    if (equal !== false) return equal;
  }
  return false;
}

function add(frame: Frame, left: Value, right: Value, at: number): Outcome {
  if (typeof left === 'number' && typeof right === 'number') return finite(left + right, at);
  if (typeof left === 'string' && typeof right === 'string') {
    const length = left.length + right.length;
    if (length > MAX_TEXT_LENGTH) return tooLarge(at, `A string may have ${MAX_TEXT_LENGTH} characters`);
    return spendText(frame, length) ? left + right : outOfFuel(at);
  }
  if (isList(left) && isList(right)) {
    const length = left.length + right.length;
    if (length > MAX_LIST_LENGTH) return tooLarge(at, `A list may have ${MAX_LIST_LENGTH} elements`);
    return spend(frame, length) ? [...left, ...right] : outOfFuel(at);
  }
  return mixed('+', left, right, at);
}

function arithmetic(
  operator: BinaryOperator,
  left: Value,
  right: Value,
  at: number,
  compute: (left: number, right: number) => number,
): Outcome {
  if (typeof left !== 'number' || typeof right !== 'number') return mixed(operator, left, right, at);
  if (right === 0 && (operator === '/' || operator === '%'))
    return new Fault('division-by-zero', at, 'A number cannot be divided by zero.');
  return finite(compute(left, right), at);
}

/** JSON has no infinity, no NaN, and no minus zero: the first two are faults, the last becomes zero. */
export function finite(result: number, at: number): Outcome {
  if (!Number.isFinite(result)) return new Fault('not-finite', at, 'The result is too large for a number.');
  return result + 0;
}

function mixed(operator: BinaryOperator, left: Value, right: Value, at: number): Fault {
  return new Fault('wrong-type', at, `${operator} cannot take ${kindOf(left)} and ${kindOf(right)}.`);
}

function tooLarge(at: number, rule: string): Fault {
  return new Fault('value-too-large', at, `${rule}; this one would have more.`);
}
