import { coreOf, firstState, problemsOf } from './testing/faults.ts';

describe('a fault in actions, invokes and data is named with its place', () => {
  it.each<[string, object, readonly (readonly [string, string])[]]>([
    ['an action that does nothing', firstState({ entry: [{}] }), [['/states/0/entry/0', 'action-unknown']]],
    [
      'an action that does two things',
      firstState({ entry: [{ log: 'x', raise: 'y' }] }),
      [['/states/0/entry/0', 'action-unknown']],
    ],
    [
      'an event of the kernel raised',
      firstState({ entry: [{ raise: 'done.state.a' }] }),
      [['/states/0/entry/0/raise', 'event-reserved']],
    ],
    [
      'an event of the kernel sent',
      firstState({ entry: [{ send: { event: 'error.execution' } }] }),
      [['/states/0/entry/0/send/event', 'event-reserved']],
    ],
    ['a send of nothing', firstState({ entry: [{ send: {} }] }), [['/states/0/entry/0', 'send-empty']]],
    [
      'a send said twice',
      firstState({ entry: [{ send: { event: 'e', eventexpr: "'e'", content: '1', params: {} } }] }),
      [
        ['/states/0/entry/0/send/content', 'keys-exclusive'],
        ['/states/0/entry/0/send/event', 'keys-exclusive'],
      ],
    ],
    [
      'an internal event with delay',
      firstState({ entry: [{ send: { event: 'e', target: '#_internal', delayMs: 1 } }] }),
      [['/states/0/entry/0/send/delayMs', 'delay-internal']],
    ],
    ['a cancel of nothing', firstState({ entry: [{ cancel: {} }] }), [['/states/0/entry/0', 'key-missing']]],
    ['an invoke of nothing', firstState({ invoke: [{ id: 'x' }] }), [['/states/0/invoke/0', 'key-missing']]],
    [
      'an invoke of a machine that is not there',
      firstState({ invoke: [{ machine: 'other' }] }),
      [['/states/0/invoke/0/machine', 'machine-missing']],
    ],
    [
      'a finalize that sends',
      firstState({ invoke: [{ src: 'x', finalize: [{ if: [{ do: [{ raise: 'x' }] }] }] }] }),
      [['/states/0/invoke/0/finalize/0/if/0/do/0', 'finalize-sends']],
    ],
    [
      'a fault inside a child',
      firstState({
        invoke: [{ machine: { schema: 'core/1', id: 'c', states: [{ id: 'x', transitions: [{ target: 'y' }] }] } }],
      }),
      [['/states/0/invoke/0/machine/states/0/transitions/0/target', 'target-missing']],
    ],
    [
      'a fault inside a named child',
      coreOf({ machines: { 'a/b': { schema: 'core/1', id: 'c', states: [] } } }),
      [['/machines/a~1b/states', 'states-missing']],
    ],
    [
      'a datum of a state declared twice',
      coreOf({ data: [{ id: 'x' }], states: [{ id: 'a', data: [{ id: 'x', expr: '1 +' }] }] }),
      [
        ['/states/0/data/0/expr', 'expression-unexpected-end'],
        ['/states/0/data/0/id', 'data-duplicate'],
      ],
    ],
    [
      'a datum with value and expression',
      coreOf({ data: [{ id: 'x', value: 1, expr: '1' }] }),
      [['/data/0', 'keys-exclusive']],
    ],
    [
      'an assignment to nothing',
      firstState({ entry: [{ assign: 'a b', expr: '1' }] }),
      [['/states/0/entry/0/assign', 'location-malformed']],
    ],
    [
      'a raised event with a star',
      firstState({ entry: [{ raise: 'a.*' }] }),
      [['/states/0/entry/0/raise', 'event-malformed']],
    ],
    ['a datum of the system', coreOf({ data: [{ id: '_event' }] }), [['/data/0/id', 'data-reserved']]],
    ['a datum twice', coreOf({ data: [{ id: 'x' }, { id: 'x' }] }), [['/data/1/id', 'data-duplicate']]],
    ['a datum that no expression can name', coreOf({ data: [{ id: 'a-b' }] }), [['/data/0/id', 'data-name']]],
  ])('%s', (_what, machine, expected) => {
    expect(problemsOf(machine)).toEqual(expected);
  });
});
