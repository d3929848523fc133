import type { Type, TypeEnvironment, Value } from '../src/index.ts';

/** What the sources of the corpus are evaluated in: one world that has it all, and one in which little is as expected. */
export const WORLDS: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  full: {
    flag: true,
    off: false,
    count: 7,
    zero: 0,
    title: 'Ångström',
    words: ['a', 'bb', 'ccc'],
    numbers: [3, 1, 2],
    rows: [
      { kind: 'savings', balance: 120 },
      { kind: 'credit', balance: -3, limit: { day: 5 } },
    ],
    open: { k: 'v', 'odd key': 1, length: 2 },
    bill: { total: 12.5, note: null, lines: [{ text: 'x', price: 2 }] },
    maybe: 4,
    anything: [1, 'a', null, { b: [true] }],
    none: null,
    _now: 1_000,
  },
  odd: {
    flag: 'yes',
    off: null,
    count: '7',
    zero: -0.5,
    title: '',
    words: [],
    numbers: { a: 1, b: 2 },
    rows: [1, { kind: 'savings' }, null],
    open: {},
    bill: { total: null, lines: null },
    anything: 'text',
    none: 0,
  },
};

export const STATES: readonly string[] = ['idle', 'main'];

const number: Type = { kind: 'number' };
const string: Type = { kind: 'string' };
const row: Type = {
  kind: 'map',
  fields: {
    kind: string,
    balance: number,
    limit: { kind: 'map', fields: { day: number }, nullable: true },
  },
};

/** The same names as an author declares them. */
export const ENVIRONMENT: TypeEnvironment = {
  names: {
    flag: { kind: 'bool' },
    off: { kind: 'bool', nullable: true },
    count: number,
    zero: number,
    title: string,
    words: { kind: 'list', of: string },
    numbers: { kind: 'list', of: number },
    rows: { kind: 'list', of: row },
    open: { kind: 'map' },
    bill: {
      kind: 'map',
      fields: {
        total: number,
        note: { kind: 'string', nullable: true },
        lines: { kind: 'list', of: row, nullable: true },
      },
    },
    maybe: { kind: 'number', nullable: true },
    anything: { kind: 'any' },
    none: { kind: 'null' },
    _now: number,
  },
  states: new Set(STATES),
};

/** What the place of an expression may take. */
export const PLACES: Readonly<Record<string, Type>> = {
  condition: { kind: 'bool' },
  amount: number,
  'amount, maybe none': { kind: 'number', nullable: true },
  text: string,
  list: { kind: 'list', of: number },
  row,
  nothing: { kind: 'null' },
};
