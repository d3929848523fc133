import { story, told } from './story.ts';
import type { Stories } from './story.ts';

export const HISTORIES: Stories = {
  'histories, shallow and deep, with defaults': story(
    {
      states: [
        told('s', {
          states: [
            { id: 'shallow', type: 'history', initial: { target: 's2', do: [{ log: 'shallow default' }] } },
            { id: 'deep', type: 'history', history: 'deep', initial: { target: 's22', do: [{ log: 'deep default' }] } },
            told('s1', { transitions: [{ event: 'next', target: 's22' }] }),
            told('s2', { states: [told('s21'), told('s22')] }),
          ],
          transitions: [{ event: 'away', target: 'o' }],
        }),
        told('o', {
          transitions: [
            { event: 'shallow', target: 'shallow' },
            { event: 'deep', target: 'deep' },
            { event: 'plain', target: 's' },
          ],
        }),
      ],
      initial: 'o',
    },
    ['shallow', 'away', 'plain', 'away', 'deep', 'next', 'away', 'shallow', 'away', 'deep', 'next', 'away', 'deep'],
  ),
  'a history of regions, a history as initial state, re-entry from inside': story(
    {
      states: [
        told('p', {
          type: 'parallel',
          states: [
            { id: 'h', type: 'history', history: 'deep', initial: ['l2', 'r1'] },
            told('l', { states: [told('l1', { transitions: [{ event: 'l', target: 'l2' }] }), told('l2')] }),
            told('r', {
              initial: 'rh',
              states: [
                { id: 'rh', type: 'history', initial: 'r2' },
                told('r1', { transitions: [{ event: 'r', target: 'r2' }] }),
                told('r2', {
                  transitions: [
                    { event: 'r', target: 'r1' },
                    { event: 'again', target: 'h' },
                  ],
                }),
              ],
            }),
          ],
          transitions: [{ event: 'out', target: 'o' }],
        }),
        told('o', {
          transitions: [
            { event: 'in', target: 'p' },
            { event: 'back', target: 'h' },
          ],
        }),
      ],
    },
    ['again', 'r', 'out', 'in', 'l', 'out', 'back', 'r', 'again', 'out', 'in'],
  ),
  'odd ids': story(
    {
      states: [
        told('__proto__', { transitions: [{ event: 'constructor', target: '10' }] }),
        told('10', { transitions: [{ event: 'toString', target: '9' }] }),
        told('9', { transitions: [{ event: 'go', cond: "In('9') && !In('10')", target: 'ä/~ "x"' }] }),
        told('ä/~ "x"'),
      ],
    },
    ['constructor', 'toString', 'valueOf', 'go'],
  ),
  'the author’s own places': story(
    {
      states: [
        {
          id: 'a',
          at: '/author/a',
          entry: [{ log: 'in', expr: 'missing', at: '/author/a/entry' }],
          transitions: [
            { event: 'go', cond: 'missing', target: 'b', at: '/author/go' },
            { event: 'go', target: 'b' },
          ],
          after: [{ delayMs: 5, target: 'b', at: '/author/after' }],
        },
        { id: 'b' },
      ],
      data: [{ id: 'missing', expr: '1 +', at: '/author/datum' }],
      faults: 'run',
    },
    ['go'],
  ),
};
