import { loads, plays, textOf, times } from './hostile-case.ts';
import type { HostileCase } from './hostile-case.ts';

const machine = (rest: string): string => `{"schema":"core/1","id":"m","states":[{"id":"a"}]${rest}}`;
const cond = (source: string): string => textOf({ states: [{ id: 'a', transitions: [{ event: 'x', cond: source }] }] });
const AT = '/states/0/transitions/0/cond';

export const TEXTS: readonly HostileCase[] = [
  loads('nothing', () => '', 'refused json-malformed'),
  loads('null in place of a machine', () => 'null', 'refused type-wrong'),
  loads('a number', () => '1e400', 'refused type-wrong'),
  loads('a list in place of a machine', () => '[]', 'refused type-wrong'),
  loads('half a text', () => machine('').slice(0, -1), 'refused json-malformed'),
  loads('two texts', () => machine('') + machine(''), 'refused json-malformed'),
  loads('a comment', () => `/* hi */${machine('')}`, 'refused json-malformed'),
  loads('a byte order mark', () => `\ufeff${machine('')}`, 'refused json-malformed'),
  loads('NaN', () => machine(',"limits":{"states":NaN}'), 'refused json-malformed'),
  loads('three megabytes of blanks', () => machine('') + ' '.repeat(3_000_000), 'refused limit-text'),
  loads(
    'a text of two-byte characters just too long',
    () => machine(`,"data":[{"id":"x","value":"${'ü'.repeat(1_048_576)}"}]`),
    'refused limit-text',
  ),
  loads('another schema', () => machine('').replace('core/1', 'core/2'), 'refused type-wrong /schema'),
  loads('no schema', () => '{"id":"m","states":[{"id":"a"}]}', 'refused key-missing'),
  loads('a key twice, the second one wrong', () => machine(',"states":7'), 'refused type-wrong /states'),
  loads('states as an object', () => machine('').replace('[{"id":"a"}]', '{"a":{}}'), 'refused type-wrong /states'),
  loads(
    '100,000 unknown keys',
    () => machine(times(100_000, (index) => `,"k${index}":1`).join('')),
    'refused key-unknown /k0 +199',
  ),
  loads(
    '100,000 states of a wrong type',
    () => `{"schema":"core/1","id":"m","states":[${'7,'.repeat(100_000)}7]}`,
    'refused type-wrong /states/0 +199',
  ),
  loads(
    'a pointer that is no text',
    () => '{"schema":"core/1","id":"m","states":[{"id":"a","at":7}]}',
    'refused type-wrong /states/0/at',
  ),
  loads('a raised limit', () => machine(',"limits":{"states":1000000}'), 'refused limit-raised /limits/states'),
  loads('a limit below one', () => machine(',"limits":{"fuel":0}'), 'refused type-wrong /limits/fuel'),
  loads('a limit of a half', () => machine(',"limits":{"fuel":1.5}'), 'refused type-wrong /limits/fuel'),
  loads('a limit in words', () => machine(',"limits":{"fuel":"many"}'), 'refused type-wrong /limits/fuel'),
  loads(
    'a negative delay',
    () => textOf({ states: [{ id: 'a', after: [{ delayMs: -1, target: 'a' }] }] }),
    'refused type-wrong /states/0/after/0/delayMs',
  ),
  loads(
    'a delay past counting',
    () => '{"schema":"core/1","id":"m","states":[{"id":"a","after":[{"delayMs":1e308,"target":"a"}]}]}',
    'refused type-wrong /states/0/after/0/delayMs',
  ),
  loads(
    '1,999 states of every kind of fault',
    () =>
      textOf({
        states: times(1_999, () => ({ id: 'a', type: 'final' as const, transitions: [{ event: 'a b', target: 'z' }] })),
      }),
    'refused key-misplaced /states/0/transitions +199',
  ),
];

export const EXPRESSIONS: readonly HostileCase[] = [
  loads('an expression of 2,000 characters', () => cond(`true${' '.repeat(1_996)}`), 'loaded'),
  loads('an expression of 2,001 characters', () => cond(`true${' '.repeat(1_997)}`), `refused text-too-long ${AT}`),
  loads('an expression of a megabyte', () => cond('!'.repeat(1_000_000)), `refused text-too-long ${AT}`),
  loads('31 brackets in an expression', () => cond(`${'('.repeat(31)}true${')'.repeat(31)}`), 'loaded'),
  loads(
    '32 brackets in an expression',
    () => cond(`${'('.repeat(32)}true${')'.repeat(32)}`),
    `refused expression-nested-too-deep ${AT}`,
  ),
  loads(
    '900 brackets in an expression',
    () => cond(`${'('.repeat(900)}true${')'.repeat(900)}`),
    `refused expression-nested-too-deep ${AT}`,
  ),
  loads('1,900 negations', () => cond(`${'!'.repeat(1_900)}true`), `refused expression-nested-too-deep ${AT}`),
  loads('an unfinished text', () => cond("'abc"), `refused expression-unterminated-string ${AT}`),
  loads('an empty expression', () => cond(''), `refused expression-unexpected-end ${AT}`),
  loads(
    'JavaScript',
    () => cond("constructor.constructor('return process')()"),
    `refused expression-unknown-function ${AT}`,
  ),
  loads(
    'a regular expression that backtracks',
    () => cond("'a'.matches('(a+)+$')"),
    `refused expression-unknown-function ${AT}`,
  ),
  loads(
    'macros inside each other',
    () => cond('l.all(a, l.all(b, l.all(c, true)))'),
    `refused expression-nested-macro ${AT}`,
  ),
  plays(
    'an action that writes into the system',
    () => ({
      states: [
        { id: 'a', entry: [{ assign: '_event.name', expr: '1' }], transitions: [{ event: 'error', target: 'b' }] },
        { id: 'b' },
      ],
    }),
    [],
    'taken in b',
  ),
  loads(
    'a path of 33 keys',
    () => textOf({ data: [{ id: 'x' }], states: [{ id: 'a', entry: [{ assign: `x${'.a'.repeat(33)}`, expr: '1' }] }] }),
    'refused location-malformed /states/0/entry/0/assign',
  ),
  loads(
    'a path that runs',
    () => textOf({ data: [{ id: 'x' }], states: [{ id: 'a', entry: [{ assign: 'x[y()]', expr: '1' }] }] }),
    'refused location-malformed /states/0/entry/0/assign',
  ),
  loads(
    '5,000 expressions that cannot be read',
    () => textOf({ states: [{ id: 'a', transitions: times(5_000, (index) => ({ event: 'x', cond: `${index} +` })) }] }),
    `refused expression-unexpected-end ${AT} +199`,
  ),
  loads(
    '5,000 expressions that differ',
    () =>
      textOf({
        states: [
          {
            id: 'a',
            transitions: times(5_000, (index) => ({ event: 'x', cond: `n == ${index} && n < ${index + 1}` })),
          },
        ],
      }),
    'loaded',
  ),
];
