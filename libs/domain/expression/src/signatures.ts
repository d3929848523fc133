import type { Type } from './types.ts';

/** What the parser and the type checker know about a function. The receiver of `x.f(y)` is its first parameter. */
export interface Signature {
  /** Which kinds each parameter takes; its length is the arity. */
  readonly parameters: readonly (readonly Type['kind'][])[];
  readonly result: Type;
  /** Whether it is written `f(x)`, `x.f()`, or either way. */
  readonly form: 'function' | 'method' | 'either';
}

const bool: Type = { kind: 'bool' };
const number: Type = { kind: 'number' };
const string: Type = { kind: 'string' };

/** Every function there is, beside `has` and the macros `exists` and `all`. A Map: no name is inherited. */
export const SIGNATURES = new Map<string, Signature>([
  ['size', { parameters: [['string', 'list', 'map']], result: number, form: 'either' }],
  ['lower', { parameters: [['string']], result: string, form: 'either' }],
  ['upper', { parameters: [['string']], result: string, form: 'either' }],
  ['trim', { parameters: [['string']], result: string, form: 'either' }],
  ['contains', { parameters: [['string'], ['string']], result: bool, form: 'method' }],
  ['startsWith', { parameters: [['string'], ['string']], result: bool, form: 'method' }],
  ['endsWith', { parameters: [['string'], ['string']], result: bool, form: 'method' }],
  ['int', { parameters: [['number', 'string']], result: number, form: 'function' }],
  ['double', { parameters: [['number', 'string']], result: number, form: 'function' }],
  ['string', { parameters: [['string', 'number', 'bool']], result: string, form: 'function' }],
  ['In', { parameters: [['string']], result: bool, form: 'function' }],
]);

/** Macros are written as methods of a list or map. */
export const MACROS: ReadonlySet<string> = new Set(['exists', 'all']);
