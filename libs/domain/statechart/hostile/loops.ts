import { plays, times } from './hostile-case.ts';
import type { HostileCase, Sketch } from './hostile-case.ts';

/** A circle of eventless transitions that nothing ends. */
const circle = (length: number): Sketch => ({
  initial: 'rest',
  states: [
    ...times(length, (index) => ({ id: `c${index}`, transitions: [{ target: `c${(index + 1) % length}` }] })),
    { id: 'rest', transitions: [{ event: 'go', target: 'c0' }] },
  ],
});

const one = (...transitions: NonNullable<Sketch['transitions']>): Sketch => ({
  data: [{ id: 'n', value: 0 }],
  states: [{ id: 'a', transitions }],
});

export const LOOPS: readonly HostileCase[] = [
  ...[1, 2, 50, 999].map((length) =>
    plays(
      `eventless transitions in a circle of ${length}`,
      () => circle(length),
      ['go'],
      `failed limit-microsteps /states/${1_000 % length}/transitions/0 in rest`,
    ),
  ),
  plays(
    'an eventless circle from the start',
    () => ({ states: [{ id: 'a', transitions: [{ target: 'a' }] }] }),
    [],
    'failed limit-microsteps /states/0/transitions/0 in nothing',
  ),
  plays(
    'an event after a start that failed',
    () => ({ states: [{ id: 'a', transitions: [{ target: 'a' }] }] }),
    ['x'],
    'refused machine-done in nothing',
  ),
  plays(
    'an eventless transition without a target',
    () => one({ cond: 'n >= 0', do: [{ assign: 'n', expr: 'n + 1' }] }),
    [],
    'failed limit-microsteps /states/0/transitions/0 in nothing',
  ),
  plays(
    'an eventless count to 900',
    () => one({ cond: 'n < 900', do: [{ assign: 'n', expr: 'n + 1' }] }),
    ['x'],
    'unhandled in a',
  ),
  plays(
    'an eventless count to a million',
    () => one({ cond: 'n < 1000000', do: [{ assign: 'n', expr: 'n + 1' }] }),
    [],
    'failed limit-microsteps /states/0/transitions/0 in nothing',
  ),
  plays(
    'two regions that wake each other for ever',
    () => ({
      states: [
        {
          id: 'p',
          type: 'parallel',
          states: [
            {
              id: 'l',
              states: [
                { id: 'l1', transitions: [{ cond: "In('r1')", target: 'l2' }] },
                { id: 'l2', transitions: [{ cond: "In('r2')", target: 'l1' }] },
              ],
            },
            {
              id: 'r',
              states: [
                { id: 'r1', transitions: [{ cond: "In('l2')", target: 'r2' }] },
                { id: 'r2', transitions: [{ cond: "In('l1')", target: 'r1' }] },
              ],
            },
          ],
        },
      ],
    }),
    [],
    'failed limit-microsteps /states/0/states/0/states/0/transitions/0 in nothing',
  ),
  plays(
    'a done event that enters what was done',
    () => ({
      initial: 'rest',
      states: [
        { id: 'c', states: [{ id: 'f', type: 'final' }], transitions: [{ event: 'done.state.c', target: 'c' }] },
        { id: 'rest', transitions: [{ event: 'go', target: 'c' }] },
      ],
    }),
    ['go'],
    'failed limit-microsteps /states/0/transitions/0 in rest',
  ),
  plays(
    'a condition that fails, for ever eventless',
    () => one({ cond: 'nothing.at.all == 1', target: 'a' }),
    ['x'],
    'unhandled in a',
  ),
  plays(
    'a condition that fails, and a handler that makes it be asked again',
    () => one({ cond: 'nothing == 1', target: 'a' }, { event: 'error', do: [{ assign: 'n', expr: 'n + 1' }] }),
    [],
    'failed limit-microsteps /states/0/transitions/1 in nothing',
  ),
  plays(
    'a handler of errors that fails itself',
    () => one({ event: '*', do: [{ assign: 'nowhere.at', expr: '1' }] }),
    ['x'],
    'failed limit-microsteps /states/0/transitions/0 in a',
  ),
  plays(
    'a history that leads back into the state that it leaves',
    () => ({
      states: [
        {
          id: 'c',
          states: [
            { id: 'h', type: 'history', history: 'deep', initial: 'x' },
            { id: 'x', transitions: [{ target: 'y' }] },
            { id: 'y', transitions: [{ target: 'h' }] },
          ],
        },
      ],
    }),
    [],
    'failed limit-microsteps /states/0/states/1/transitions/0 in nothing',
  ),
  plays(
    'an entry that undoes the entry',
    () => ({
      data: [{ id: 'n', value: 0 }],
      states: [
        { id: 'a', entry: [{ raise: 'back' }], transitions: [{ event: 'back', target: 'b' }] },
        { id: 'b', entry: [{ raise: 'back' }], transitions: [{ event: 'back', target: 'a' }] },
      ],
    }),
    [],
    'failed limit-microsteps /states/0/transitions/0 in nothing',
  ),
  plays(
    'timers of no delay that start each other',
    () => ({
      states: [
        { id: 'a', after: [{ delayMs: 0, target: 'b' }] },
        { id: 'b', after: [{ delayMs: 0, target: 'a' }] },
      ],
    }),
    [{ kind: 'time' }],
    'taken in a but limit-microsteps of after.0.a',
  ),
  plays(
    'delayed events of no delay that start each other',
    () => ({
      states: [
        {
          id: 'a',
          entry: [{ send: { event: 'x', delayMs: 1 } }],
          transitions: [{ event: 'x', do: [{ send: { event: 'x', delayMs: 0 } }] }],
        },
      ],
    }),
    [{ kind: 'time' }],
    'refused nothing-due in a',
  ),
];
