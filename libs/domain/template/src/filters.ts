import type { Value } from '@parley/expression';
import { asText, joinTexts } from './as-text.ts';
import type { Budget } from './budget.ts';
import { RenderFault } from './render-fault.ts';

export interface FilterCall {
  readonly input: Value | undefined;
  readonly given: readonly (Value | undefined)[];
  readonly budget: Budget;
  readonly at: number;
}

interface Filter {
  readonly fewest: number;
  readonly most: number;
  /** What it asks of its input; text filters take every plain value. */
  readonly takes: 'text' | 'list' | 'number' | 'value';
  readonly apply: (call: FilterCall) => Value | undefined;
}

/** Every filter there is, with how many arguments it takes. A Map: no name is inherited. */
export const FILTERS = new Map<string, Filter>([
  ['default', { fewest: 1, most: 1, takes: 'value', apply: ({ input, given }) => (isBlank(input) ? given[0] : input) }],
  ['upcase', onText((text) => text.toUpperCase())],
  ['downcase', onText((text) => text.toLowerCase())],
  ['capitalize', onText(capitalize)],
  ['strip', onText((text) => text.trim())],
  ['lstrip', onText((text) => text.trimStart())],
  ['rstrip', onText((text) => text.trimEnd())],
  ['append', { fewest: 1, most: 1, takes: 'text', apply: (call) => glue(textOf(call), textOf(call, 0), call) }],
  ['prepend', { fewest: 1, most: 1, takes: 'text', apply: (call) => glue(textOf(call, 0), textOf(call), call) }],
  ['replace', { fewest: 2, most: 2, takes: 'text', apply: (call) => replace(call, textOf(call, 1)) }],
  ['remove', { fewest: 1, most: 1, takes: 'text', apply: (call) => replace(call, '') }],
  ['truncate', { fewest: 0, most: 2, takes: 'text', apply: truncate }],
  ['escape', { fewest: 0, most: 0, takes: 'text', apply: escapeMarkup }],
  ['size', { fewest: 0, most: 0, takes: 'value', apply: ({ input }) => sizeOf(input) }],
  ['first', { fewest: 0, most: 0, takes: 'list', apply: (call) => listOf(call)[0] }],
  ['last', { fewest: 0, most: 0, takes: 'list', apply: (call) => listOf(call).at(-1) }],
  ['join', { fewest: 0, most: 1, takes: 'list', apply: join }],
  ['plus', onNumbers((left, right) => left + right)],
  ['minus', onNumbers((left, right) => left - right)],
  ['times', onNumbers((left, right) => left * right)],
  ['divided_by', onNumbers((left, right) => left / right)],
  // As in Ruby, whose filters these are, the remainder has the divisor's sign.
  ['modulo', onNumbers((left, right) => ((left % right) + right) % right)],
  ['at_least', onNumbers((left, right) => Math.max(left, right))],
  ['at_most', onNumbers((left, right) => Math.min(left, right))],
  ['abs', onNumber((number) => Math.abs(number))],
  ['floor', onNumber((number) => Math.floor(number))],
  ['ceil', onNumber((number) => Math.ceil(number))],
  ['round', { fewest: 0, most: 1, takes: 'number', apply: round }],
]);

const MARKUP: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&#34;'],
  ["'", '&#39;'],
]);

/** Liquid's rule for `default`: unset, null, false, an empty text, an empty list. */
function isBlank(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false || value === '') return true;
  return Array.isArray(value) && value.length === 0;
}

function onText(apply: (text: string) => string): Filter {
  return {
    fewest: 0,
    most: 0,
    takes: 'text',
    apply: (call) => {
      const text = textOf(call);
      call.budget.make(text.length, call.at);
      return apply(text);
    },
  };
}

function onNumber(apply: (number: number) => number): Filter {
  return { fewest: 0, most: 0, takes: 'number', apply: (call) => finite(apply(numberOf(call.input, call)), call) };
}

function onNumbers(apply: (left: number, right: number) => number): Filter {
  return {
    fewest: 1,
    most: 1,
    takes: 'number',
    apply: (call) => finite(apply(numberOf(call.input, call), numberOf(call.given[0], call)), call),
  };
}

/** The input as text, or one of the arguments. */
function textOf(call: FilterCall, argument?: number): string {
  return asText(argument === undefined ? call.input : call.given[argument], call.budget, call.at);
}

function numberOf(value: Value | undefined, call: FilterCall): number {
  if (typeof value === 'number') return value;
  throw new RenderFault('template-wrong-type', call.at, 'This filter computes with numbers only.');
}

function listOf(call: FilterCall): readonly Value[] {
  const { input } = call;
  if (input === undefined || input === null) return [];
  if (Array.isArray(input)) return input as readonly Value[];
  throw new RenderFault('template-wrong-type', call.at, 'This filter takes a list.');
}

/** JSON has no infinity, no NaN, no minus zero. */
function finite(number: number, call: FilterCall): number {
  if (Number.isFinite(number)) return number + 0;
  throw new RenderFault('template-bad-number', call.at, 'This computation has no result.');
}

function capitalize(text: string): string {
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0);
  return text === '' ? '' : first.toUpperCase() + text.slice(first.length).toLowerCase();
}

function glue(left: string, right: string, call: FilterCall): string {
  call.budget.make(left.length + right.length, call.at);
  return left + right;
}

function replace(call: FilterCall, by: string): string {
  const text = textOf(call);
  const wanted = textOf(call, 0);
  if (wanted === '') return text;
  call.budget.make(text.length, call.at);
  const pieces = text.split(wanted);
  call.budget.make(text.length + (pieces.length - 1) * (by.length - wanted.length), call.at);
  return pieces.join(by);
}

/** At most `length` characters (50 if not given), the ellipsis among them; never half a character. */
function truncate(call: FilterCall): string {
  const text = textOf(call);
  const length = call.given[0] === undefined ? 50 : numberOf(call.given[0], call);
  const ellipsis = call.given.length < 2 ? '...' : textOf(call, 1);
  call.budget.make(text.length + ellipsis.length, call.at);
  if (text.length <= length) return text;
  let end = Math.max(0, Math.trunc(length) - ellipsis.length);
  if ((text.codePointAt(end - 1) ?? 0) > 0xffff) end -= 1;
  return text.slice(0, end) + ellipsis;
}

function escapeMarkup(call: FilterCall): string {
  const text = textOf(call);
  call.budget.make(text.length, call.at);
  const escaped = text.replace(/[&<>"']/g, (mark) => MARKUP.get(mark) ?? mark);
  call.budget.make(escaped.length, call.at);
  return escaped;
}

function sizeOf(value: Value | undefined): number {
  if (typeof value === 'string') return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}

function join(call: FilterCall): string {
  const separator = call.given.length === 0 ? ' ' : textOf(call, 0);
  return joinTexts(listOf(call), separator, call.budget, call.at);
}

function round(call: FilterCall): number {
  const number = numberOf(call.input, call);
  const digits = call.given.length === 0 ? 0 : numberOf(call.given[0], call);
  if (!Number.isInteger(digits) || digits < 0 || digits > 15)
    throw new RenderFault('template-bad-number', call.at, 'round takes 0 to 15 digits.');
  const shifted = shiftPoint(number, digits);
  // Halves go away from zero, as people round money.
  const rounded = Math.sign(shifted) * Math.round(Math.abs(shifted));
  return Number.isFinite(shifted) ? finite(shiftPoint(rounded, -digits), call) : number;
}

/** Moves the decimal point of the number as it is written: 1.005 by 2 is 100.5, where 1.005 * 100 is 100.49999999999999. */
function shiftPoint(number: number, digits: number): number {
  const [mantissa = '0', power = '0'] = String(number).split('e');
  return Number(`${mantissa}e${Number(power) + digits}`);
}
