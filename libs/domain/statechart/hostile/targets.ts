import { loads, plays, textOf, times } from './hostile-case.ts';
import type { HostileCase } from './hostile-case.ts';
import type { CoreState } from '../src/index.ts';

const with2 = (...states: readonly CoreState[]): string => textOf({ states });

export const TARGETS: readonly HostileCase[] = [
  loads(
    'a target that is not there',
    () => with2({ id: 'a', transitions: [{ target: 'b' }] }),
    'refused target-missing /states/0/transitions/0/target',
  ),
  loads(
    'a target that only a prototype knows',
    () => with2({ id: 'a', transitions: [{ target: 'constructor' }] }),
    'refused target-missing /states/0/transitions/0/target',
  ),
  loads(
    'no target in a list',
    () => with2({ id: 'a', transitions: [{ event: 'x', target: [] }] }),
    'refused target-missing /states/0/transitions/0/target',
  ),
  loads(
    'an initial outside of its state',
    () => with2({ id: 'a', initial: 'b', states: [{ id: 'c' }] }, { id: 'b' }),
    'refused initial-outside /states/0/initial',
  ),
  loads(
    'an initial that is its own state',
    () => with2({ id: 'a', initial: 'a', states: [{ id: 'c' }] }),
    'refused initial-outside /states/0/initial',
  ),
  loads(
    'two initials of one compound state',
    () => with2({ id: 'a', initial: ['b', 'c'], states: [{ id: 'b' }, { id: 'c' }] }),
    'refused targets-illegal /states/0/initial',
  ),
  loads(
    'a target and its own ancestor',
    () => with2({ id: 'a', states: [{ id: 'b' }], transitions: [{ event: 'x', target: ['a', 'b'] }] }),
    'refused targets-illegal /states/0/transitions/0/target',
  ),
  loads(
    'the same target twice',
    () => with2({ id: 'a', transitions: [{ event: 'x', target: ['a', 'a'] }] }),
    'refused targets-illegal /states/0/transitions/0/target',
  ),
  loads(
    'two targets in one region',
    () =>
      with2({
        id: 'p',
        type: 'parallel',
        states: [{ id: 'r', states: [{ id: 'a' }, { id: 'b' }] }, { id: 's' }],
        transitions: [{ event: 'x', target: ['a', 'b'] }],
      }),
    'refused targets-illegal /states/0/transitions/0/target',
  ),
  loads('no states', () => textOf({ states: [] }), 'refused states-missing /states'),
  loads(
    'a compound state without states',
    () => with2({ id: 'a', type: 'compound' }),
    'refused states-missing /states/0/states',
  ),
  loads(
    'a parallel state without regions',
    () => with2({ id: 'a', type: 'parallel', states: [] }),
    'refused states-missing /states/0/states',
  ),
  loads(
    'an atomic state with states',
    () => with2({ id: 'a', type: 'atomic', states: [{ id: 'b' }] }),
    'refused key-misplaced /states/0/states',
  ),
  loads(
    'a final state that goes on',
    () => with2({ id: 'a', type: 'final', transitions: [{ event: 'x', target: 'a' }] }),
    'refused key-misplaced /states/0/transitions',
  ),
  loads(
    'a transition of nothing',
    () => with2({ id: 'a', transitions: [{}] }),
    'refused transition-empty /states/0/transitions/0',
  ),
  loads(
    '10,000 targets that are not there',
    () => with2({ id: 'a', transitions: times(10_000, (index) => ({ event: 'x', target: `t${index}` })) }),
    'refused target-missing /states/0/transitions/0/target +199',
  ),
  loads(
    '10,001 transitions',
    () => with2({ id: 'a', transitions: times(10_001, () => ({ event: 'x', target: 'a' })) }),
    'refused limit-transitions /states',
  ),
  plays(
    '10,000 transitions of one state, the last of which is taken',
    () => ({
      states: [
        {
          id: 'a',
          transitions: times(10_000, (index) => ({ event: index === 9_999 ? 'go' : `e${index}`, target: 'b' })),
        },
        { id: 'b' },
      ],
    }),
    ['go'],
    'taken in b',
  ),
  plays(
    '10,000 transitions for one event, none of which may be taken',
    () => ({ states: [{ id: 'a', transitions: times(10_000, () => ({ event: 'go', cond: 'false', target: 'a' })) }] }),
    ['go'],
    'unhandled in a',
  ),
  plays(
    '10,000 descriptors in one transition',
    () => ({
      states: [
        { id: 'a', transitions: [{ event: times(10_000, (index) => `e${index}.x`), target: 'b' }] },
        { id: 'b' },
      ],
    }),
    ['e9999.x.y'],
    'taken in b',
  ),
  plays(
    'a target that holds its source that holds the target',
    () => ({
      states: [{ id: 'a', states: [{ id: 'b', states: [{ id: 'c', transitions: [{ event: 'x', target: 'a' }] }] }] }],
    }),
    ['x', 'x', 'x'],
    'taken in c',
  ),
];

const history = (ids: readonly string[], kind: 'shallow' | 'deep' = 'deep'): CoreState => ({
  id: 'h',
  type: 'history',
  history: kind,
  initial: ids,
});

export const HISTORY: readonly HostileCase[] = [
  loads(
    'a history without a default',
    () => with2({ id: 'a', states: [{ id: 'h', type: 'history' }, { id: 'b' }] }),
    'refused history-default-missing /states/0/states/0',
  ),
  loads(
    'a history that defaults to itself',
    () => with2({ id: 'a', states: [history(['h']), { id: 'b' }] }),
    'refused history-default-history /states/0/states/0/initial',
  ),
  loads(
    'histories that default to each other',
    () => with2({ id: 'a', states: [{ id: 'g', type: 'history', initial: 'h' }, history(['g']), { id: 'b' }] }),
    'refused history-default-history /states/0/states/0/initial +1',
  ),
  loads(
    'a shallow history that defaults to a grandchild',
    () => with2({ id: 'a', states: [history(['c'], 'shallow'), { id: 'b', states: [{ id: 'c' }] }] }),
    'refused history-default-deep /states/0/states/0/initial',
  ),
  loads(
    'a history that defaults outside',
    () => with2({ id: 'a', states: [history(['z']), { id: 'b' }] }, { id: 'z' }),
    'refused initial-outside /states/0/states/0/initial',
  ),
  loads(
    'a history that acts',
    () => with2({ id: 'a', states: [{ ...history(['b']), entry: [{ log: 'x' }] }, { id: 'b' }] }),
    'refused key-misplaced /states/0/states/0/entry',
  ),
  plays(
    'a deep history of 500 regions, recorded and entered again and again',
    () => ({
      states: [
        {
          id: 'p',
          type: 'parallel',
          states: [
            history(times(500, (index) => `a${index}`)),
            ...times(500, (index) => ({
              id: `r${index}`,
              states: [{ id: `a${index}`, transitions: [{ event: 'flip', target: `b${index}` }] }, { id: `b${index}` }],
            })),
          ],
          transitions: [{ event: 'out', target: 'away' }],
        },
        { id: 'away', transitions: [{ event: 'back', target: 'h' }] },
      ],
    }),
    ['flip', 'out', 'back', 'out', 'back'],
    'taken in 500 states',
  ),
  plays(
    '500 histories of one state',
    () => ({
      states: [
        {
          id: 'c',
          states: [
            ...times(500, (index) => ({ id: `h${index}`, type: 'history' as const, initial: 'x' })),
            { id: 'x', transitions: [{ event: 'next', target: 'y' }] },
            { id: 'y' },
          ],
          transitions: [{ event: 'out', target: 'away' }],
        },
        { id: 'away', transitions: [{ event: 'back', target: 'h499' }] },
      ],
    }),
    ['next', 'out', 'back'],
    'taken in y',
  ),
  plays(
    '60 levels with a deep history each',
    () => ({ states: [deepHistories(60), { id: 'away', transitions: [{ event: 'back', target: 'h1' }] }] }),
    ['out', 'back', 'out', 'back'],
    'taken in leaf',
  ),
];

function deepHistories(depth: number): CoreState {
  let state: CoreState = { id: 'leaf', transitions: [{ event: 'out', target: 'away' }] };
  for (let level = depth; level > 0; level -= 1) {
    state = {
      id: `d${level}`,
      states: [{ id: `h${level}`, type: 'history', history: 'deep', initial: 'leaf' }, state],
    };
  }
  return state;
}
