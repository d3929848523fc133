import type { Type, Value } from '../src/index.ts';

const OPERATORS = ['*', '/', '%', '+', '-', '<', '<=', '>', '>=', '==', '!=', 'in', '&&', '||'] as const;
const FUNCTIONS = ['size', 'lower', 'upper', 'trim', 'int', 'double', 'string', 'In'] as const;
const METHODS = ['contains', 'startsWith', 'endsWith'] as const;

/** A value of every kind. */
const VALUES: Readonly<Record<string, Value>> = {
  n: 7,
  o: 0,
  s: 'ab',
  d: '7',
  t: true,
  f: false,
  z: null,
  l: [7, 'ab'],
  e: [],
  m: { ab: 7 },
};

const TYPES: Readonly<Record<string, Type>> = {
  n: { kind: 'number' },
  q: { kind: 'number', nullable: true },
  s: { kind: 'string' },
  b: { kind: 'bool' },
  z: { kind: 'null' },
  l: { kind: 'list', of: { kind: 'number' } },
  w: { kind: 'list', of: { kind: 'string', nullable: true }, nullable: true },
  m: { kind: 'map' },
  k: { kind: 'map', fields: { n: { kind: 'number' } } },
  a: { kind: 'any' },
};

type Row = readonly [name: string, row: Readonly<Record<string, string>>];

/** Each operator and function with values of all kinds. */
export function pairsOfValues(run: (source: string, names: Readonly<Record<string, Value>>) => string): readonly Row[] {
  return tables(Object.keys(VALUES), (source) => run(source, VALUES));
}

/** The same with declared types. */
export function pairsOfTypes(check: (source: string, names: Readonly<Record<string, Type>>) => string): readonly Row[] {
  return tables(Object.keys(TYPES), (source) => check(source, TYPES));
}

function tables(names: readonly string[], run: (source: string) => string): readonly Row[] {
  const row = (about: string, sources: readonly string[]): Row => [
    about,
    Object.fromEntries(sources.map((source) => [source, run(source)])),
  ];
  const each = (make: (name: string) => string): readonly string[] => names.map(make);
  return [
    ...OPERATORS.flatMap((operator) =>
      names.map((left) =>
        row(
          `${left} ${operator} …`,
          each((right) => `${left} ${operator} ${right}`),
        ),
      ),
    ),
    ...METHODS.flatMap((method) =>
      names.map((left) =>
        row(
          `${left}.${method}(…)`,
          each((right) => `${left}.${method}(${right})`),
        ),
      ),
    ),
    ...names.map((left) =>
      row(
        `${left}[…]`,
        each((right) => `${left}[${right}]`),
      ),
    ),
    ...names.map((left) =>
      row(
        `flag ? ${left} : …`,
        each((right) => `true ? ${left} : ${right}`),
      ),
    ),
    ...names.map((left) =>
      row(
        `[${left}, …]`,
        each((right) => `[${left}, ${right}]`),
      ),
    ),
    ...FUNCTIONS.map((name) =>
      row(
        `${name}(…)`,
        each((value) => `${name}(${value})`),
      ),
    ),
    row(
      '!…',
      each((name) => `!${name}`),
    ),
    row(
      '-…',
      each((name) => `-${name}`),
    ),
    row(
      '… ? 1 : 2',
      each((name) => `${name} ? 1 : 2`),
    ),
    row(
      '….n',
      each((name) => `${name}.n`),
    ),
    row(
      "…['ab']",
      each((name) => `${name}['ab']`),
    ),
    row(
      '…[0]',
      each((name) => `${name}[0]`),
    ),
    row(
      'has(….n)',
      each((name) => `has(${name}.n)`),
    ),
    row(
      '{…: 1}',
      each((name) => `{${name}: 1}`),
    ),
    row(
      '… < 3',
      each((name) => `${name} < 3`),
    ),
    row(
      "… == 'ab'",
      each((name) => `${name} == 'ab'`),
    ),
    row(
      '….exists(i, i == 7)',
      each((name) => `${name}.exists(i, i == 7)`),
    ),
    row(
      '….all(i, i)',
      each((name) => `${name}.all(i, i)`),
    ),
    row(
      '[1].exists(i, …)',
      each((name) => `[1].exists(i, ${name})`),
    ),
  ];
}
