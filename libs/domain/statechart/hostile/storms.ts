import { plays, times } from './hostile-case.ts';
import type { HostileCase, Sketch } from './hostile-case.ts';
import type { CoreAction } from '../src/index.ts';

const onGo = (actions: readonly CoreAction[], rest: Partial<Sketch> = {}): Sketch => ({
  data: [
    { id: 'list', value: times(500, (index) => index) },
    { id: 'vars', value: { x: 'abcdefgh', n: 0 } },
  ],
  states: [{ id: 'a', transitions: [{ event: 'go', do: actions }] }],
  ...rest,
});

const DO = '/states/0/transitions/0/do';

/** `expr` is assigned to `vars.x` again and again. */
const grows = (expr: string): Sketch => onGo([{ foreach: 'list', item: 'i', do: [{ assign: 'vars.x', expr }] }]);

export const STORMS: readonly HostileCase[] = [
  plays(
    'an event that raises itself',
    () => onGo([], { states: [{ id: 'a', transitions: [{ event: 'x', do: [{ raise: 'x' }] }] }] }),
    ['x'],
    'failed limit-microsteps /states/0/transitions/0 in a',
  ),
  plays(
    'an event that raises itself twice',
    () => ({ states: [{ id: 'a', transitions: [{ event: 'x', do: [{ raise: 'x' }, { raise: 'x' }] }] }] }),
    ['x'],
    `failed limit-internal-queue /states/0/transitions/0/do/1 in a`,
  ),
  plays(
    '2,000 raises in one block',
    () => onGo(times(2_000, () => ({ raise: 'x' }))),
    ['go'],
    `failed limit-internal-queue ${DO}/1000 in a`,
  ),
  plays(
    'foreach over raise',
    () => onGo([{ foreach: 'list', item: 'i', do: [{ raise: 'x' }, { raise: 'y' }, { raise: 'z' }] }]),
    ['go'],
    `failed limit-internal-queue ${DO}/0/do/1 in a`,
  ),
  plays(
    'foreach over raise of an event that runs the foreach again',
    () => ({
      data: [{ id: 'list', value: times(30, (index) => index) }],
      states: [{ id: 'a', transitions: [{ event: 'x', do: [{ foreach: 'list', item: 'i', do: [{ raise: 'x' }] }] }] }],
    }),
    ['x'],
    'failed limit-internal-queue /states/0/transitions/0/do/0/do/0 in a',
  ),
  plays(
    'raised events that carry each other',
    () => ({
      states: [{ id: 'a', transitions: [{ event: 'x', do: [{ raise: 'x', data: { inner: '[_event, _event]' } }] }] }],
    }),
    ['x'],
    'failed limit-fuel /states/0/transitions/0/do/0 in a',
  ),
  plays(
    'foreach over foreach over the same 500 items',
    () =>
      onGo([
        { foreach: 'list', item: 'i', do: [{ foreach: 'list', item: 'j', do: [{ assign: 'vars.n', expr: 'j' }] }] },
      ]),
    ['go'],
    `failed limit-fuel ${DO}/0/do/0/do/0 in a`,
  ),
  plays(
    'foreach over a list that it lengthens',
    () => onGo([{ foreach: 'list', item: 'i', do: [{ assign: 'list', expr: 'list + [1]' }] }]),
    ['go'],
    `failed limit-fuel ${DO}/0/do/0 in a`,
  ),
  plays('lists that double', () => grows('[vars.x, vars.x]'), ['go'], `failed limit-fuel ${DO}/0/do/0 in a`),
  plays('texts that double', () => grows('vars.x + vars.x'), ['go'], 'taken in a'),
  plays('lists that nest', () => grows('[vars.x]'), ['go'], `failed limit-value-depth ${DO}/0/do/0 in a`),
  plays('maps that nest', () => grows("{'x': vars.x, 'y': vars.x}"), ['go'], `failed limit-fuel ${DO}/0/do/0 in a`),
  plays(
    'a map that grows by a key each time',
    () => onGo([{ foreach: 'list', item: 'i', do: [{ assign: 'vars.x', expr: "{'k': list, 'l': vars.n}" }] }]),
    ['go'],
    `failed limit-fuel ${DO}/0/do/0 in a`,
  ),
  plays(
    '100 logs of a large value',
    () => onGo([{ foreach: 'list', item: 'i', do: [{ log: 'x', expr: 'list' }] }]),
    ['go'],
    `failed limit-fuel ${DO}/0/do/0 in a`,
  ),
  plays(
    'effects of 300 kB each',
    () =>
      onGo(
        [
          { effect: 'say', capture: ['big'] },
          { effect: 'say', capture: ['big'] },
        ],
        { data: [{ id: 'big', value: 'x'.repeat(300_000) }] },
      ),
    ['go'],
    `failed limit-effect-bytes ${DO}/1 in a`,
  ),
  plays(
    'the largest datum there may be, copied',
    () =>
      onGo([{ assign: 'vars.y', expr: 'big' }], {
        data: [
          { id: 'big', value: 'x'.repeat(500_000) },
          { id: 'vars', value: {} },
        ],
      }),
    ['go'],
    'failed limit-snapshot-bytes in a',
  ),
  plays(
    '65 operations',
    () => ({
      states: [
        { id: 'a', transitions: [{ event: 'go', target: 'b' }] },
        { id: 'b', invoke: times(65, (index) => ({ id: `i${index}`, src: 'x' })) },
      ],
    }),
    ['go'],
    'failed limit-operations /states/1/invoke/64 in a',
  ),
  plays(
    '1,001 timers in one state',
    () => ({
      initial: 'z',
      states: [
        { id: 'a', after: times(1_001, (index) => ({ delayMs: index + 1, target: 'a' })) },
        { id: 'z', transitions: [{ event: 'go', target: 'a' }] },
      ],
    }),
    ['go'],
    'failed limit-timers /states/0 in z',
  ),
  plays(
    '1,000 timers of one state, all due',
    () => ({
      states: [
        { id: 'a', after: times(1_000, (index) => ({ delayMs: 0, cond: index < 0 ? 'true' : 'false', target: 'a' })) },
      ],
    }),
    [{ kind: 'time' }],
    'unhandled in a',
  ),
  plays(
    '500 delayed sends at once',
    () => onGo(times(500, (index) => ({ send: { event: 'x', delayMs: 1_000 + index } }))),
    ['go'],
    'taken in a',
  ),
  plays(
    '10,000 delayed sends at once',
    () => onGo(times(10_000, (index) => ({ send: { event: 'x', delayMs: 1_000 + index } }))),
    ['go'],
    `failed limit-sends ${DO}/500 in a`,
  ),
  plays(
    'delayed sends that send each other twice',
    () => ({
      states: [
        {
          id: 'a',
          transitions: [
            { event: 'x', do: [{ send: { event: 'x', delayMs: 1 } }, { send: { event: 'x', delayMs: 1 } }] },
          ],
        },
      ],
    }),
    ['x', ...times(10, () => ({ kind: 'time' as const }))],
    'taken in a but limit-sends of x +249',
  ),
  plays(
    '2,000 sends to the own queue',
    () => onGo(times(2_000, () => ({ send: { event: 'x' } }))),
    ['go'],
    `failed limit-external-queue ${DO}/1000 in a`,
  ),
  plays(
    '500 cancels of what was never sent',
    () => onGo([{ foreach: 'list', item: 'i', do: [{ cancel: { sendidexpr: "'never'" } }] }]),
    ['go'],
    'taken in a',
  ),
  plays(
    '500 regions of delayed sends, cancelled by each other',
    () =>
      onGo(
        times(500, (index) =>
          index % 2 === 0
            ? { send: { event: 'x', id: `s${index}`, delayMs: 1 } }
            : { cancel: { sendid: `s${index - 1}` } },
        ),
      ),
    ['go'],
    'taken in a',
  ),
  plays(
    '33 deferred events',
    () => ({ states: [{ id: 'a', defer: ['*'] }] }),
    times(33, () => 'x'),
    'refused queue-full in a',
  ),
  plays(
    'a deferred event larger than the queue',
    () => ({ states: [{ id: 'a', defer: ['*'] }] }),
    [['x', 'y'.repeat(300_000)]],
    'refused queue-full in a',
  ),
  plays(
    'deferred events that all take each other up again',
    () => ({
      data: [{ id: 'n', value: 0 }],
      states: [
        { id: 'a', defer: ['x'], transitions: [{ event: 'open', target: 'b' }] },
        { id: 'b', transitions: [{ event: 'x', target: 'a' }] },
      ],
    }),
    [...times(32, () => 'x'), 'open'],
    'taken in a',
  ),
];
