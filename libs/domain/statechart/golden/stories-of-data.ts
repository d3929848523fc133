import { story } from './story.ts';
import type { Stories } from './story.ts';
import type { CoreAction } from '../src/index.ts';

const heard = { event: 'error', do: [{ log: 'error', expr: '_event.data' }] };

/** Runs each list of actions on an event of its own: `1`, `2`, … */
const blocks = (
  data: Readonly<Record<string, unknown>>,
  lists: readonly (readonly CoreAction[])[],
  faults: 'load' | 'run' = 'load',
) =>
  story(
    {
      faults,
      data: Object.entries(data).map(([id, value]) => ({ id, value: value as never })),
      states: [
        {
          id: 'a',
          transitions: [
            ...lists.map((actions, index) => ({ event: String(index + 1), do: [...actions, { log: 'end' }] })),
            heard,
          ],
        },
      ],
    },
    lists.map((_, index) => String(index + 1)),
  );

export const DATA: Stories = {
  'assign and unset': blocks({ v: { n: 1, list: [1, [2]], map: { 'odd key': { x: 1 } } }, w: 0 }, [
    [{ assign: 'w', expr: 'v.n + 1' }],
    [{ assign: 'v.n', expr: "'text'" }],
    [{ assign: 'v.list[0]', expr: 'w' }],
    [{ assign: 'v.list[1][0]', expr: '[w]' }],
    [{ assign: 'v.list[2]', expr: "'appended'" }],
    [{ assign: 'v.list[4]', expr: "'beyond'" }],
    [{ assign: 'v.map["odd key"].x', expr: '2' }],
    [{ assign: 'v.map["new"]', expr: '{}' }],
    [{ assign: 'v.map.fresh.deeper', expr: '1' }],
    [{ assign: 'v.map[0]', expr: '1' }],
    [{ assign: 'v.n.x', expr: '1' }],
    [{ assign: 'nowhere', expr: '1' }],
    [{ assign: 'v.list.x', expr: '1' }],
    [{ unset: 'v.map["odd key"].x' }],
    [{ unset: 'v.map.nothing.here' }],
    [{ unset: 'v.list[0]' }],
    [{ unset: 'v.n' }],
    [{ unset: 'w' }],
    [{ assign: 'w', expr: '1' }],
    [{ unset: 'nowhere' }],
    [{ assign: 'v', expr: 'null' }],
    [{ assign: 'v', expr: 'missing' }],
  ]),
  'names that nobody may set': blocks({ v: 0 }, [
    [{ assign: '_event', expr: '1' }],
    [{ assign: '_event.data', expr: '1' }],
    [{ assign: '_name', expr: '1' }],
    [{ assign: '_sessionid', expr: '1' }],
    [{ assign: '_ioprocessors', expr: '1' }],
    [{ assign: '_x', expr: '1' }],
    [{ assign: 'event', expr: '1' }],
    [{ assign: 'event.x', expr: '1' }],
    [{ foreach: '[1]', item: '_item', do: [] }],
    [{ foreach: '[1]', item: 'event', do: [] }],
    [{ foreach: '[1]', item: 'a b', do: [] }],
    [{ foreach: '[1]', item: 'v', index: '_i', do: [] }],
    [{ foreach: '[1]', item: 'in', do: [] }],
  ]),
  foreach: blocks({ list: [3, 4], map: { a: 1 }, sum: 0, text: 'abc' }, [
    [
      {
        foreach: 'list',
        item: 'x',
        index: 'i',
        do: [
          { log: 'x', expr: 'x' },
          { log: 'i', expr: 'i' },
        ],
      },
      { log: 'after', expr: '[x, i]' },
    ],
    [
      {
        foreach: 'list',
        item: 'x',
        do: [
          { assign: 'list', expr: 'list + [x]' },
          { assign: 'sum', expr: 'sum + x' },
        ],
      },
      { log: 'list', expr: 'list' },
    ],
    [
      { foreach: '[]', item: 'never', do: [{ log: 'never' }] },
      { log: 'has', expr: 'has(never)' },
    ],
    [
      {
        foreach: '[[1, 2], [3]]',
        item: 'row',
        do: [{ foreach: 'row', item: 'cell', index: 'column', do: [{ log: 'cell', expr: '[cell, column]' }] }],
      },
    ],
    [{ foreach: 'map', item: 'x', do: [{ log: 'never' }] }],
    [{ foreach: 'text', item: 'x', do: [{ log: 'never' }] }],
    [{ foreach: 'null', item: 'x', do: [{ log: 'never' }] }],
    [{ foreach: 'missing', item: 'x', do: [{ log: 'never' }] }],
    [
      {
        foreach: 'list',
        item: 'x',
        do: [
          { log: 'once', expr: 'x' },
          { assign: 'nowhere', expr: 'x' },
        ],
      },
      { log: 'never' },
    ],
    [{ foreach: 'list', item: 'x', do: [{ raise: 'heard', data: { x: 'x' } }] }],
  ]),
  'if, elseif, else': blocks({ n: 1 }, [
    [
      {
        if: [
          { cond: 'n == 1', do: [{ log: 'one' }] },
          { cond: 'n < 5', do: [{ log: 'few' }] },
          { do: [{ log: 'many' }] },
        ],
      },
    ],
    [
      { assign: 'n', expr: '3' },
      {
        if: [
          { cond: 'n == 1', do: [{ log: 'one' }] },
          { cond: 'n < 5', do: [{ log: 'few' }] },
          { do: [{ log: 'many' }] },
        ],
      },
    ],
    [
      { assign: 'n', expr: '9' },
      {
        if: [
          { cond: 'n == 1', do: [{ log: 'one' }] },
          { cond: 'n < 5', do: [{ log: 'few' }] },
          { do: [{ log: 'many' }] },
        ],
      },
    ],
    [{ if: [{ cond: 'n', do: [{ log: 'never' }] }, { do: [{ log: 'else' }] }] }],
    [{ if: [{ cond: 'missing', do: [{ log: 'never' }] }] }],
    [{ if: [{ cond: 'n == 9', do: [{ assign: 'nowhere', expr: '1' }] }, { do: [] }] }, { log: 'never' }],
    [{ if: [] }],
  ]),
  'log, raise and effects': blocks({ n: 1, v: { a: null, b: [1] } }, [
    [{ log: '' }, { log: 'label' }, { log: 'value', expr: 'v' }, { log: 'null', expr: 'v.a' }],
    [{ log: 'fails', expr: 'v.c' }],
    [{ raise: 'mine' }, { raise: 'mine', data: { n: 'n', b: 'v.b' } }],
    [{ raise: 'mine', data: { lost: 'v.c' } }],
    [
      {
        effect: 'say',
        fields: { text: 'Hi', list: [null] },
        capture: ['n', 'v.b[0]', 'v.c', 'nowhere', 'v.a'],
        values: { twice: 'n * 2', event: '_event.name' },
      },
    ],
    [{ effect: 'bare' }],
    [{ effect: 'say', values: { lost: 'v.c' } }],
  ]),
};
