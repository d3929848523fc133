import { story, told } from './story.ts';
import type { Stories } from './story.ts';

export const STATES: Stories = {
  'a first state, a self-transition, a transition without target': story(
    {
      states: [
        told('a', {
          transitions: [
            { event: 'self', target: 'a', do: [{ log: 'self' }] },
            { event: 'stay', do: [{ log: 'stay' }] },
            { event: 'go', target: 'b' },
          ],
        }),
        told('b'),
      ],
    },
    ['self', 'stay', 'nobody', 'go', 'go'],
  ),
  'a deep initial state': story(
    { initial: 'a2', states: [told('a', { states: [told('a1'), told('a2', { states: [told('a21')] })] })] },
    [],
  ),
  'several initial states, with actions': story(
    {
      initial: { target: ['l2', 'r2'], do: [{ log: 'initial' }] },
      states: [
        told('p', {
          type: 'parallel',
          states: [told('l', { states: [told('l1'), told('l2')] }), told('r', { states: [told('r1'), told('r2')] })],
        }),
      ],
    },
    [],
  ),
  'a compound initial with actions, and what comes before and after': story(
    {
      states: [
        { id: 'start', transitions: [{ event: 'go', target: 'c', do: [{ log: 'going' }] }] },
        told('c', { initial: { target: 'c2', do: [{ log: 'initial' }] }, states: [told('c1'), told('c2')] }),
      ],
    },
    ['go'],
  ),
  'event descriptors': story(
    {
      states: [
        {
          id: 'a',
          transitions: [
            { event: 'a.b', do: [{ log: 'a.b' }] },
            { event: ['c.*', 'd.'], do: [{ log: 'c or d' }] },
            { event: 'a', do: [{ log: 'a' }] },
            { event: '*', do: [{ log: 'any' }] },
          ],
        },
      ],
    },
    ['a.b', 'a.b.c', 'a.bc', 'a', 'a.', 'ab', 'c', 'c.d.e', 'cd', 'd', 'd.e', 'x', '.', 'done.x', ''],
  ),
  'the first transition whose condition holds, from the inside out': story(
    {
      data: [{ id: 'n', value: 0 }],
      states: [
        {
          id: 'out',
          transitions: [{ event: 'e', do: [{ log: 'out' }, { assign: 'n', expr: 'n + 1' }] }],
          states: [
            {
              id: 'in',
              transitions: [
                { event: 'e', cond: 'n > 1', do: [{ log: 'second' }] },
                { event: 'e', cond: 'n > 0', do: [{ log: 'first' }, { assign: 'n', expr: 'n + 1' }] },
              ],
            },
          ],
        },
      ],
    },
    ['e', 'e', 'e'],
  ),
  'internal and external transitions of a compound state': story(
    {
      states: [
        told('s', {
          states: [told('s1'), told('s2')],
          transitions: [
            { event: 'inside', internal: true, target: 's2' },
            { event: 'outside', target: 's2' },
            { event: 'self', internal: true, target: 's' },
            { event: 'away', internal: true, target: 't' },
          ],
        }),
        told('t', { transitions: [{ event: 'back', target: 's2' }] }),
      ],
      transitions: [
        { event: 'reset', internal: true, target: 's1' },
        { event: 'note', do: [{ log: 'machine' }] },
      ],
    },
    ['inside', 'outside', 'self', 'away', 'back', 'reset', 'note'],
  ),
  'regions: one event for all, order, conflicts': story(
    {
      states: [
        told('p', {
          type: 'parallel',
          transitions: [
            { event: 'all', target: 'end' },
            { event: 'e', do: [{ log: 'p' }] },
          ],
          states: [
            told('l', {
              states: [
                told('l1', {
                  transitions: [
                    { event: 'e', target: 'l2', do: [{ log: 'l1 to l2' }] },
                    { event: 'leave', target: 'end' },
                  ],
                }),
                told('l2', { transitions: [{ event: 'cross', target: 'r1' }] }),
              ],
            }),
            told('r', {
              states: [
                told('r1', {
                  transitions: [
                    { event: 'e', target: 'r2', do: [{ log: 'r1 to r2' }] },
                    { event: 'leave', target: 'other' },
                    { event: 'when', cond: "In('l2')", do: [{ log: 'left is in l2' }] },
                  ],
                }),
                told('r2', {
                  transitions: [
                    { event: 'leave', target: 'other' },
                    { event: 'cross', target: 'r1' },
                  ],
                }),
              ],
            }),
          ],
        }),
        told('end', { transitions: [{ event: 'again', target: ['r2', 'l2'] }] }),
        told('other'),
      ],
    },
    ['when', 'e', 'e', 'when', 'cross', 'leave', 'all', 'again', 'leave'],
  ),
  'eventless transitions, one after the other, and raised events after them': story(
    {
      data: [{ id: 'n', value: 0 }],
      states: [
        told('a', {
          transitions: [{ event: 'go', target: 'b', do: [{ raise: 'r1' }, { raise: 'r2', data: { n: 'n' } }] }],
        }),
        told('b', { transitions: [{ cond: 'n < 3', do: [{ assign: 'n', expr: 'n + 1' }] }, { target: 'c' }] }),
        told('c', {
          transitions: [
            { event: 'r1', do: [{ log: 'r1' }] },
            { event: 'r2', target: 'd', do: [{ log: 'r2', expr: '_event.data.n' }] },
          ],
        }),
        told('d'),
      ],
    },
    ['go', 'go'],
  ),
  'ends: of a compound, of a parallel state, of the machine': story(
    {
      data: [{ id: 'n', value: 5 }],
      states: [
        told('p', {
          type: 'parallel',
          states: [
            {
              id: 'l',
              states: [
                { id: 'l1', transitions: [{ event: 'left', target: 'lf' }] },
                { id: 'lf', type: 'final', donedata: { params: { n: 'n', lost: 'n.x' } } },
              ],
              transitions: [{ event: 'done.state.l', do: [{ log: 'l', expr: '_event.data' }] }],
            },
            {
              id: 'r',
              states: [
                { id: 'r1', transitions: [{ event: 'right', target: 'rf' }] },
                { id: 'rf', type: 'final', donedata: { content: "'r' + string(n)" } },
              ],
              transitions: [
                { event: 'done.state.r', do: [{ log: 'r', expr: '_event.data' }] },
                { event: 'error', do: [{ log: 'error', expr: '_event.data' }] },
              ],
            },
          ],
          transitions: [{ event: 'done.state.p', target: 'last', do: [{ log: 'p', expr: '_event' }] }],
        }),
        {
          id: 'last',
          states: [told('x', { transitions: [{ event: 'stop', target: 'end' }] })],
        },
        {
          id: 'end',
          type: 'final',
          entry: [{ log: '+end' }],
          exit: [{ log: '-end' }],
          donedata: { content: { value: { ok: [true] } } },
        },
      ],
    },
    ['left', 'left', 'right', 'stop', 'stop', { wait: 1 }],
  ),
  'a final state without data, a content that fails': story(
    {
      states: [
        {
          id: 'a',
          states: [{ id: 'f', type: 'final' }],
          transitions: [{ event: 'done.state.a', target: 'b', do: [{ log: 'done', expr: '_event.data' }] }],
        },
        {
          id: 'b',
          states: [{ id: 'g', type: 'final', donedata: { content: 'missing' } }],
          transitions: [
            { event: 'done.state.b', do: [{ log: 'done', expr: '_event.data' }] },
            { event: 'error.*', target: 'c', do: [{ log: 'error', expr: '_event' }] },
          ],
        },
        { id: 'c', type: 'final', donedata: { params: { lost: 'missing' } } },
      ],
    },
    [],
  ),
};
