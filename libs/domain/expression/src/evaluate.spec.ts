import { run, valueOf } from '../test/evaluating.ts';
import type { Value } from './index.ts';

/** Source → value; `! code` is a fault. */
type Table = readonly (readonly [source: string, value: Value])[];

const LITERALS: Table = [
  ['42', 42],
  ['0x1F', 31],
  ['1.5', 1.5],
  ['.5', 0.5],
  ['1e3', 1000],
  ['2.5E-1', 0.25],
  ['true', true],
  ['null', null],
  [`'it\\'s'`, "it's"],
  [`"tab\\there"`, 'tab\there'],
  [`'\\x41\\u00e9\\U0001F600\\101'`, 'Aé😀A'],
  [`r'\\n'`, '\\n'],
  [
    `'''two
lines'''`,
    'two\nlines',
  ],
  ['[]', []],
  ["[1, 'a', [true],]", [1, 'a', [true]]],
  ["{'a': 1, 'b': {'c': 2}}", { a: 1, b: { c: 2 } }],
  ['1 // the rest is a comment', 1],
];

const ARITHMETIC: Table = [
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['10 - 4 - 3', 3],
  ['7 / 2', 3.5],
  ['-7 % 3', -1],
  ['--2', 2],
  ["'a' + 'b'", 'ab'],
  ['[1] + [2]', [1, 2]],
  ['0 * -1', 0],
  ['1 / 0', '! division-by-zero'],
  ['1 % 0', '! division-by-zero'],
  ['1e308 * 10', '! not-finite'],
  ["1 + 'a'", '! wrong-type'],
  ["-'a'", '! wrong-type'],
  ['null + 1', '! wrong-type'],
];

const COMPARISONS: Table = [
  ['1 < 2', true],
  ['2 <= 2', true],
  ["'a' < 'b'", true],
  ["'\uff01' < '😀'", true],
  ['false < true', true],
  ["1 < 'a'", '! unlike-types'],
  ['null < 1', '! unlike-types'],
  ['[1] < [2]', '! unlike-types'],
  ['1 == 1.0', true],
  ["1 == '1'", false],
  ['null == false', false],
  ['[1, [2]] == [1, [2]]', true],
  ["{'a': 1, 'b': 2} == {'b': 2, 'a': 1}", true],
  ["{'a': 1} != {'a': 2}", true],
  ['2 in [1, 2]', true],
  ["'1' in [1]", false],
  ["'k' in vars.map", true],
  ["'toString' in vars.map", false],
  ['1 in vars.map', false],
  ["'a' in 'abc'", '! wrong-type'],
];

const LOGIC: Table = [
  ['!true', false],
  ['!1', '! wrong-type'],
  ['true && false || true', true],
  ['missing && false', false],
  ['false && missing', false],
  ['missing || true', true],
  ['missing && true', '! unset-name'],
  ['missing || false', '! unset-name'],
  ['1 && false', false],
  ['1 && true', '! wrong-type'],
  ['true ? 1 : missing', 1],
  ['false ? missing : 2', 2],
  ['true ? (false ? 1 : 2) : 3', 2],
  ['false ? 1 : false ? 2 : 3', 3],
  ['1 ? 2 : 3', '! wrong-type'],
];

const PATHS: Table = [
  ['slots.amount', 200],
  ["vars.map['odd key']", 1],
  ['vars.list[0] + vars.list[2]', 4],
  ['vars.list[1.0]', 2],
  ['vars.list[3]', '! index-out-of-range'],
  ['vars.list[-1]', '! index-out-of-range'],
  ['vars.list[0.5]', '! index-out-of-range'],
  ["vars.list['0']", '! wrong-type'],
  ['vars.map[0]', '! wrong-type'],
  ['vars.nothing', '! no-such-field'],
  ['nothing', '! unset-name'],
  ['slots.empty', null],
  ['slots.empty.deeper', '! wrong-type'],
  ['slots.recipient.length', '! wrong-type'],
  ['has(slots.amount)', true],
  ['has(slots.nothing)', false],
  ['has(slots.empty)', false],
  ['has(slots.empty.deeper)', false],
  ['has(nothing.at.all)', false],
  ['has(nothing)', false],
  ['has(slots.amount.deeper)', '! wrong-type'],
  ["has(vars.map['odd key'].deeper)", '! wrong-type'],
  ["has(vars.map['no such key'].deeper)", false],
  ['has(vars.rows[0].deeper)', false],
  ['has(vars.list[3].deeper)', false],
  ["has(vars.list['0'].deeper)", '! wrong-type'],
  ['has(vars.list[nothing].deeper)', '! unset-name'],
  ['has([slots][0].amount)', true],
  ['has([slots][0].empty)', false],
  ['has(slots.empty[0].deeper)', false],
  ['_event.data.text', 'Hi'],
];

const FUNCTIONS: Table = [
  ["size('a😀')", 2],
  ["'abc'.size()", 3],
  ['size(vars.list)', 3],
  ['vars.map.size()', 2],
  ['size(1)', '! wrong-type'],
  ["'STRASSE'.lower()", 'strasse'],
  ["upper('straße')", 'STRASSE'],
  ["'I'.lower()", 'i'],
  ["' a '.trim()", 'a'],
  ["'banana'.contains('nan')", true],
  ["'banana'.startsWith('ban')", true],
  ["'banana'.endsWith('x')", false],
  ["vars.list.contains('1')", '! wrong-type'],
  ['int(-7.9)', -7],
  ["int('12')", 12],
  ["int('1.5')", '! bad-conversion'],
  ["double('1.5e2')", 150],
  ["double('0x10')", '! bad-conversion'],
  ["double('Infinity')", '! bad-conversion'],
  ["double('')", '! bad-conversion'],
  ["double(' 1')", '! bad-conversion'],
  ["double('1e999')", '! not-finite'],
  ['double(true)', '! wrong-type'],
  ['string(0.1)', '0.1'],
  ['string(1e21)', '1e+21'],
  ['string(true)', 'true'],
  ["string('x')", 'x'],
  ['string(null)', '! wrong-type'],
  ["In('idle')", true],
  ["In('elsewhere')", false],
  ["In('id' + 'le')", true],
  ['In(1)', '! wrong-type'],
];

const MACROS: Table = [
  ['vars.list.exists(n, n > 2)', true],
  ['vars.list.all(n, n > 2)', false],
  ['[].exists(n, true)', false],
  ['[].all(n, false)', true],
  ["vars.map.exists(key, key == 'k')", true],
  ['vars.list.exists(slots, slots == 2)', true],
  ["[1, 'a'].exists(n, n > 0)", true],
  ["['a', 1].exists(n, n > 0)", true],
  ["['a'].exists(n, n > 0)", '! unlike-types'],
  ["['a', 0].all(n, n > 0)", false],
  ['vars.list.all(n, n)', '! wrong-type'],
  ['slots.amount.exists(n, true)', '! wrong-type'],
  ['[vars.list.exists(n, n == 1)].all(b, b)', true],
  ['vars.list.exists(n, n == slots.amount / 100)', true],
];

describe('an expression', () => {
  for (const [group, table] of Object.entries({ LITERALS, ARITHMETIC, COMPARISONS, LOGIC, PATHS, FUNCTIONS, MACROS }))
    it.each(table)(`[E069] (${group.toLowerCase()}) %s is %j`, (source, value) => {
      expect(valueOf(source)).toEqual(value);
    });

  it('says where it failed and why, to a person', () => {
    expect(run('slots.amount < 1000 && slots.limit > 1')).toEqual({
      ok: false,
      code: 'no-such-field',
      at: 29,
      message: 'There is no limit here.',
    });
  });

  it('gives the first fault when nothing settles the answer', () => {
    expect(run('a && b')).toMatchObject({ code: 'unset-name', at: 0 });
  });

  it('keeps the item of a macro apart from a name of the scope', () => {
    expect(valueOf('vars.list.exists(n, n == 1) && n == 9', { vars: { list: [1] }, n: 9 })).toBe(true);
  });
});
