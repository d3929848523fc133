import { loads, plays, textOf, times } from './hostile-case.ts';
import type { Given, HostileCase, Sketch } from './hostile-case.ts';

const everything = (): Sketch => ({ states: [{ id: 'a', transitions: [{ event: '*', target: 'b' }] }, { id: 'b' }] });

const working = (): Sketch => ({
  states: [
    {
      id: 'a',
      invoke: [{ id: 'job', src: 'x' }],
      transitions: [
        { event: 'done.invoke.job', target: 'b' },
        { event: 'go', target: 'c' },
      ],
    },
    { id: 'b' },
    { id: 'c' },
  ],
});

const result = (operation: string): Given => ({ kind: 'result', operation, outcome: 'done', value: 1 });

const RESERVED = [
  'done',
  'done.',
  'done.state.a',
  'done.invoke.job',
  'error',
  'error.execution',
  'error.communication',
  'error.invoke.failed.job',
  'after',
  'after.1000.a',
  'op',
  'op.x',
  '',
];
const HARMLESS = ['doner', 'errors', 'afterwards', 'Done', 'DONE.STATE.A', ' done', 'opera', 'd\u043ene.state.a'];

export const FORGED_EVENTS: readonly HostileCase[] = [
  ...RESERVED.map((name) =>
    plays(`an event '${name}' from outside`, everything, [name], 'refused reserved-event in a'),
  ),
  ...HARMLESS.map((name) =>
    plays(`an event '${name}' from outside, which is nobody’s`, everything, [name], 'taken in b'),
  ),
  plays('an event * from outside', everything, ['*'], 'taken in b'),
  plays('an event of a megabyte', everything, ['x'.repeat(1_000_000)], 'taken in b'),
  plays('an event of 100,000 tokens', everything, ['a.'.repeat(100_000)], 'taken in b'),
  plays(
    'an event of a megabyte that nobody knows',
    () => ({ states: [{ id: 'a', transitions: [{ event: 'a.b.c', target: 'a' }] }] }),
    ['a.'.repeat(500_000)],
    'unhandled in a',
  ),
  plays(
    '1,000 events of names never heard before',
    () => ({ states: [{ id: 'a', transitions: [{ event: 'x', target: 'a' }] }] }),
    times(1_000, (index) => `never.${index}`),
    'unhandled in a',
  ),
  plays(
    'data nested 10,000 levels',
    everything,
    [['x', JSON.parse('['.repeat(5_000) + ']'.repeat(5_000)) as never]],
    'taken in b',
  ),
  plays(
    'data nested 5,000 levels that are kept',
    () => ({
      data: [{ id: 'vars', value: {} }],
      states: [{ id: 'a', transitions: [{ event: 'x', do: [{ assign: 'vars.x', expr: 'event' }] }] }],
    }),
    [['x', JSON.parse('['.repeat(5_000) + ']'.repeat(5_000)) as never]],
    'failed limit-fuel /states/0/transitions/0/do/0 in a',
  ),
  plays(
    'data nested 5,000 levels that are deferred',
    () => ({ states: [{ id: 'a', defer: ['x'] }] }),
    [['x', JSON.parse('['.repeat(5_000) + ']'.repeat(5_000)) as never]],
    'refused queue-full in a',
  ),
  plays(
    'data that claim to be the event',
    () => ({
      states: [
        {
          id: 'a',
          transitions: [
            { event: 'x', cond: "_event.type == 'platform' || _event.name == 'done.state.a'", target: 'b' },
          ],
        },
        { id: 'b' },
      ],
    }),
    [['x', { type: 'platform', name: 'done.state.a' }]],
    'unhandled in a',
  ),
  plays('a result of an operation that never was', working, [result('talk:1:7')], 'refused stale-operation in a'),
  plays('a result of no operation', working, [result('')], 'refused stale-operation in a'),
  plays('a result of __proto__', working, [result('__proto__')], 'refused stale-operation in a'),
  plays('a result given twice', working, [result('talk:1:0'), result('talk:1:0')], 'refused stale-operation in b'),
  plays(
    'a result that comes after its state was left',
    working,
    ['go', result('talk:1:0')],
    'refused stale-operation in c',
  ),
  plays('a result of another conversation', working, [result('other:1:0')], 'refused stale-operation in a'),
  plays('time when nothing is due', working, [{ kind: 'time' }], 'refused nothing-due in a'),
  plays('events after the end', () => ({ states: [{ id: 'f', type: 'final' }] }), ['x'], 'refused machine-done in f'),
  loads(
    'a raise of a name with blanks',
    () => textOf({ states: [{ id: 'a', entry: [{ raise: 'a b' }] }] }),
    'refused event-malformed /states/0/entry/0/raise',
  ),
  loads(
    'a raise of *',
    () => textOf({ states: [{ id: 'a', entry: [{ raise: '*' }] }] }),
    'refused event-malformed /states/0/entry/0/raise',
  ),
  loads(
    'a descriptor with blanks',
    () => textOf({ states: [{ id: 'a', transitions: [{ event: 'a b' }] }] }),
    'refused descriptor-malformed /states/0/transitions/0/event',
  ),
  loads(
    'a descriptor with a star inside',
    () => textOf({ states: [{ id: 'a', transitions: [{ event: 'a.*.b' }] }] }),
    'refused descriptor-malformed /states/0/transitions/0/event',
  ),
  loads(
    'a descriptor that is a dot',
    () => textOf({ states: [{ id: 'a', transitions: [{ event: '.' }] }] }),
    'refused descriptor-malformed /states/0/transitions/0/event',
  ),
];
