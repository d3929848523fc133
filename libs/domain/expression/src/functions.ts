import { Fault, type Outcome } from './fault.ts';
import { outOfFuel, spend, spendText, type Frame } from './frame.ts';
import { finite } from './operators.ts';
import { isList, isMap, kindOf } from './values.ts';
import type { Value } from './value.ts';

/** `second` is null for functions of one argument. `at` is the offset of the call's name. */
export type Apply = (frame: Frame, first: Value, second: Value, at: number) => Outcome;

/** A decimal number and nothing else: no hex, no `Infinity`, no blanks. Cannot backtrack beyond its digits. */
const DECIMAL = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const INTEGER = /^[+-]?[0-9]+$/;
/** No number that fits a double needs more; longer texts are refused unread. */
const LONGEST_NUMBER = 400;

/** What each function of `SIGNATURES` does. */
export const FUNCTIONS = new Map<string, Apply>([
  ['size', size],
  ['lower', onText('lower', (text) => text.toLowerCase())],
  ['upper', onText('upper', (text) => text.toUpperCase())],
  ['trim', onText('trim', (text) => text.trim())],
  ['contains', onTexts('contains', (text, part) => text.includes(part))],
  ['startsWith', onTexts('startsWith', (text, part) => text.startsWith(part))],
  ['endsWith', onTexts('endsWith', (text, part) => text.endsWith(part))],
  ['int', (frame, value, _second, at) => toNumber(frame, 'int', INTEGER, value, at, Math.trunc)],
  ['double', (frame, value, _second, at) => toNumber(frame, 'double', DECIMAL, value, at, (number) => number)],
  ['string', toText],
  ['In', onText('In', (state, frame) => frame.scope.isIn(state))],
]);

function size(frame: Frame, value: Value, _second: Value, at: number): Outcome {
  if (isList(value)) return value.length;
  if (isMap(value)) {
    const count = Object.keys(value).length;
    return spend(frame, count) ? count : outOfFuel(at);
  }
  if (typeof value !== 'string') return wrongType('size', value, at);
  if (!spendText(frame, value.length)) return outOfFuel(at);
  let points = 0;
  for (let index = 0; index < value.length; index += (value.codePointAt(index) ?? 0) > 0xffff ? 2 : 1) points += 1;
  return points;
}

/** Upper and lower case by Unicode's own tables, the same in every locale. */
function onText(name: string, apply: (text: string, frame: Frame) => Value): Apply {
  return (frame, text, _second, at) => {
    if (typeof text !== 'string') return wrongType(name, text, at);
    return spendText(frame, text.length) ? apply(text, frame) : outOfFuel(at);
  };
}

function onTexts(name: string, apply: (text: string, part: string) => boolean): Apply {
  return (frame, text, part, at) => {
    if (typeof text !== 'string') return wrongType(name, text, at);
    if (typeof part !== 'string') return wrongType(name, part, at);
    return spendText(frame, text.length + part.length) ? apply(text, part) : outOfFuel(at);
  };
}

function toNumber(
  frame: Frame,
  name: string,
  pattern: RegExp,
  value: Value,
  at: number,
  round: (number: number) => number,
): Outcome {
  if (typeof value === 'number') return finite(round(value), at);
  if (typeof value !== 'string') return wrongType(name, value, at);
  if (value.length > LONGEST_NUMBER || !pattern.test(value))
    return new Fault('bad-conversion', at, `${name}() cannot read this text as a number.`);
  return spendText(frame, value.length) ? finite(Number(value), at) : outOfFuel(at);
}

/** Numbers as ECMAScript writes them: `1`, `0.1`, `1e+21`. */
function toText(_frame: Frame, value: Value, _second: Value, at: number): Outcome {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return wrongType('string', value, at);
}

function wrongType(name: string, value: Value, at: number): Fault {
  return new Fault('wrong-type', at, `${name}() cannot take ${kindOf(value)}.`);
}
