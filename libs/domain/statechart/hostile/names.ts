import { loads, plays, textOf, times } from './hostile-case.ts';
import type { HostileCase } from './hostile-case.ts';

const PROTOTYPE = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '__defineGetter__',
];
const ODD = [
  '0',
  '-1',
  '1e3',
  '4294967295',
  ' ',
  '\u0000',
  '\u200b',
  'ä',
  'a\u0308',
  '<script>',
  "'; DROP TABLE--",
  'a/b~c',
  '𝒳',
];

const asState = (id: string): HostileCase =>
  plays(
    `a state called ${JSON.stringify(id)}`,
    () => ({
      states: [
        { id: 'a', transitions: [{ event: 'go', target: id }] },
        { id, transitions: [{ event: 'on', target: 'a' }] },
      ],
    }),
    ['go'],
    `taken in ${id}`,
  );

const asEvent = (name: string): HostileCase =>
  plays(
    `an event called ${JSON.stringify(name)}`,
    () => ({ states: [{ id: 'a', transitions: [{ event: name, target: 'b' }] }, { id: 'b' }] }),
    [name],
    'taken in b',
  );

const asUnknownEvent = (name: string): HostileCase =>
  plays(
    `an event called ${JSON.stringify(name)} that nobody declared`,
    () => ({ states: [{ id: 'a', transitions: [{ event: 'x', target: 'b' }] }, { id: 'b' }] }),
    [name],
    'unhandled in a',
  );

const asKey = (key: string): HostileCase =>
  plays(
    `a map key called ${JSON.stringify(key)}`,
    () => ({
      data: [{ id: 'vars', value: {} }],
      states: [
        {
          id: 'a',
          transitions: [
            { event: 'set', do: [{ assign: `vars[${JSON.stringify(key)}]`, expr: "{'polluted': true}" }] },
            {
              event: 'check',
              cond: `vars[${JSON.stringify(key)}].polluted && !has(vars.polluted) && size(vars) == 1`,
              target: 'b',
            },
          ],
        },
        { id: 'b' },
      ],
    }),
    ['set', 'check'],
    'taken in b',
  );

export const NAMES: readonly HostileCase[] = [
  ...[...PROTOTYPE, ...ODD].map(asState),
  ...PROTOTYPE.map(asEvent),
  ...PROTOTYPE.map(asUnknownEvent),
  ...[...PROTOTYPE, '0', '10', 'a\u0308'].map(asKey),
  ...['constructor', 'toString', 'hasOwnProperty', 'valueOf'].map((id) =>
    plays(
      `a variable called ${id}`,
      () => ({
        data: [{ id, value: 1 }],
        states: [{ id: 'a', transitions: [{ event: 'go', cond: `${id} == 1`, target: 'b' }] }, { id: 'b' }],
      }),
      ['go'],
      'taken in b',
    ),
  ),
  ...['__proto__', '_event', '_x', 'event'].map((id) =>
    loads(
      `a variable called ${id}`,
      () => textOf({ data: [{ id, value: 1 }], states: [{ id: 'a' }] }),
      'refused data-reserved /data/0/id',
    ),
  ),
  loads(
    'a variable called 0',
    () => textOf({ data: [{ id: '0', value: 1 }], states: [{ id: 'a' }] }),
    'refused data-name /data/0/id',
  ),
  loads('two states of one id', () => textOf({ states: [{ id: 'a' }, { id: 'a' }] }), 'refused id-duplicate /states/1'),
  loads(
    'two states called __proto__',
    () => textOf({ states: [{ id: '__proto__' }, { id: '__proto__' }] }),
    'refused id-duplicate /states/1',
  ),
  loads(
    'a state of its ancestor’s id',
    () => textOf({ states: [{ id: 'a', states: [{ id: 'a' }] }] }),
    'refused id-duplicate /states/0/states/0',
  ),
  loads(
    'a variable twice',
    () => textOf({ data: [{ id: 'x' }, { id: 'x' }], states: [{ id: 'a' }] }),
    'refused data-duplicate /data/1/id',
  ),
  loads(
    '2,000 states of one id',
    () => textOf({ states: times(2_000, () => ({ id: 'a' })) }),
    'refused id-duplicate /states/1 +199',
  ),
  plays(
    'two states whose ids differ only in Unicode normalisation',
    () => ({ states: [{ id: '\u00e4', transitions: [{ event: 'go', target: 'a\u0308' }] }, { id: 'a\u0308' }] }),
    ['go'],
    'taken in a\u0308',
  ),
  plays(
    'an event that differs from a declared one only in normalisation',
    () => ({ states: [{ id: 'a', transitions: [{ event: '\u00e4', target: 'b' }] }, { id: 'b' }] }),
    ['a\u0308'],
    'unhandled in a',
  ),
  plays(
    'states with integer-like ids out of order',
    () => ({
      states: ['10', '9', '2', '1'].map((id, index, all) => ({
        id,
        transitions: [{ event: 'next', target: all[(index + 1) % 4] ?? '' }],
      })),
    }),
    ['next', 'next'],
    'taken in 2',
  ),
  loads('an empty id', () => textOf({ states: [{ id: '' }, { id: 'b' }] }), 'refused name-empty /states/0/id'),
  loads(
    'an id of 257 characters',
    () => textOf({ states: [{ id: 'x'.repeat(257) }, { id: 'b' }] }),
    'refused text-too-long /states/0/id',
  ),
  loads(
    'an id of a megabyte',
    () => textOf({ states: [{ id: 'x'.repeat(1_000_000) }, { id: 'b' }] }),
    'refused text-too-long /states/0/id',
  ),
  loads(
    'an id that is half a character',
    () => textOf({ states: [{ id: '\ud800' }, { id: 'b' }] }),
    'refused text-malformed /states/0/id',
  ),
  loads(
    'a key called __proto__',
    () => '{"schema":"core/1","id":"m","states":[{"id":"a"}],"__proto__":{"id":"n"}}',
    'refused key-unknown /__proto__',
  ),
  loads(
    'a state’s key called __proto__',
    () => '{"schema":"core/1","id":"m","states":[{"id":"a","__proto__":{"type":"final"}}]}',
    'refused key-unknown /states/0/__proto__',
  ),
  loads(
    'a key with slashes and tildes',
    () => '{"schema":"core/1","id":"m","states":[{"id":"a"}],"a/b~c":1}',
    'refused key-unknown /a~1b~0c',
  ),
  loads(
    'an action called constructor',
    () => '{"schema":"core/1","id":"m","states":[{"id":"a","entry":[{"constructor":"x"}]}]}',
    'refused action-unknown /states/0/entry/0',
  ),
  loads(
    'a limit called __proto__',
    () => '{"schema":"core/1","id":"m","states":[{"id":"a"}],"limits":{"__proto__":1}}',
    'refused key-unknown /limits/__proto__',
  ),
];
