import { loads, nest, plays, textOf, times } from './hostile-case.ts';
import type { HostileCase, Sketch } from './hostile-case.ts';
import type { CoreState } from '../src/index.ts';

const wide = (count: number, region: (index: number) => CoreState): Sketch => ({
  states: [{ id: 'all', type: 'parallel', states: times(count, region) }],
});

const flips = (index: number): CoreState => ({
  id: `r${index}`,
  states: [
    { id: `a${index}`, transitions: [{ event: 'flip', target: `b${index}` }] },
    { id: `b${index}`, transitions: [{ event: 'flip', target: `a${index}` }] },
  ],
});

/** Each level is a parallel state of `width` regions, each of them again; 2 + 4 + 8 … regions. */
const tree = (depth: number, width: number, prefix = 't'): CoreState =>
  depth === 0
    ? { id: prefix }
    : { id: prefix, type: 'parallel', states: times(width, (index) => tree(depth - 1, width, `${prefix}${index}`)) };

const leaves = (depth: number, width: number): number => width ** depth;

export const REGIONS: readonly HostileCase[] = [
  loads('1,000 regions', () => textOf(wide(1_000, (index) => ({ id: `r${index}` }))), 'refused limit-regions /states'),
  loads(
    '20,000 regions',
    () => textOf(wide(20_000, (index) => ({ id: `r${index}` }))),
    'refused limit-states /states +1',
  ),
  loads(
    '601 regions in two parallel states',
    () =>
      textOf({
        states: [300, 301].map((count) => ({
          id: `p${count}`,
          type: 'parallel',
          states: times(count, (index) => ({ id: `${count}-${index}` })),
        })),
      }),
    'refused limit-regions /states',
  ),
  plays('600 regions that all change at one event', () => wide(600, flips), ['flip'], 'taken in 600 states'),
  plays(
    '600 regions and an event that none of them knows',
    () => wide(600, flips),
    ['nobody'],
    'unhandled in 600 states',
  ),
  plays(
    '600 regions that all want to leave at one event',
    () => ({
      states: [
        {
          id: 'all',
          type: 'parallel',
          states: times(600, (index) => ({ id: `r${index}`, transitions: [{ event: 'out', target: 'away' }] })),
        },
        { id: 'away' },
      ],
    }),
    ['out'],
    'taken in away',
  ),
  plays(
    '300 regions that each target the next one',
    () =>
      wide(300, (index) => ({ ...flips(index), transitions: [{ event: 'chase', target: `b${(index + 1) % 300}` }] })),
    ['chase'],
    'taken in 300 states',
  ),
  plays(
    '500 regions that raise an event to each other',
    () => ({
      data: [{ id: 'n' }],
      ...wide(500, (index) => ({
        id: `r${index}`,
        transitions: [
          { event: 'shout', do: [{ raise: 'heard' }] },
          { event: 'heard', do: [{ assign: 'n', expr: '1' }] },
        ],
      })),
    }),
    ['shout'],
    'failed limit-fuel /states/0/states/0/transitions/1/do/0 in 500 states',
  ),
  plays(
    '500 regions that all end at once',
    () =>
      wide(500, (index) => ({
        id: `r${index}`,
        states: [
          { id: `a${index}`, transitions: [{ event: 'end', target: `f${index}` }] },
          { id: `f${index}`, type: 'final' },
        ],
      })),
    ['end'],
    'taken in 500 states',
  ),
  plays(
    '600 regions that each ask In() of every other',
    () =>
      wide(600, (index) => ({
        ...flips(index),
        transitions: [{ event: 'ask', cond: `In('r${(index * 7) % 600}') && In('nowhere')` }],
      })),
    ['ask'],
    'unhandled in 600 states',
  ),
  plays(
    'parallel states inside each other, 2⁸ leaves',
    () => ({ states: [tree(8, 2)] }),
    ['nobody'],
    `unhandled in ${leaves(8, 2)} states`,
  ),
  loads(
    'parallel states inside each other, 2⁹ leaves',
    () => textOf({ states: [tree(9, 2)] }),
    'refused limit-regions /states',
  ),
  loads(
    'parallel states inside each other, 2¹² leaves',
    () => textOf({ states: [tree(12, 2)] }),
    'refused limit-states /states +1',
  ),
  plays(
    'parallel states inside each other, entered again and again',
    () => ({ states: [tree(8, 2)], transitions: [{ event: 'again', target: 't' }] }),
    times(10, () => 'again'),
    `taken in ${leaves(8, 2)} states`,
  ),
  plays(
    'all leaves of nested parallel states as one target list',
    () => ({
      initial: 'rest',
      states: [{ id: 'rest' }, tree(7, 2)],
      transitions: [{ event: 'go', target: times(128, (index) => `t${index.toString(2).padStart(7, '0')}`) }],
    }),
    ['go'],
    'taken in 128 states',
  ),
  loads(
    'a target list of 2,000 states that exclude each other',
    () =>
      textOf({
        states: times(1_000, (index) => ({ id: `s${index}` })),
        transitions: [{ event: 'go', target: times(2_000, (index) => `s${index % 1_000}`) }],
      }),
    'refused targets-illegal /transitions/0/target',
  ),
  plays(
    '60 levels of a parallel state with an idle region each',
    () => ({
      states: [
        nest(60, (inner, level) => ({ id: `p${level}`, type: 'parallel', states: [inner, { id: `i${level}` }] }), {
          id: 'leaf',
        }),
      ],
    }),
    ['nobody'],
    'unhandled in 60 states',
  ),
];
