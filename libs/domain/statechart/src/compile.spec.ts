import { compile } from './compile.ts';
import type { CoreMachine } from './core-format.ts';
import { build, sketch } from './testing/player.ts';

const problems = (machine: unknown): readonly (readonly [string, string])[] => {
  const result = compile(typeof machine === 'string' ? machine : JSON.stringify(machine));
  return result.ok ? [] : result.problems.map(({ pointer, code }) => [pointer, code]);
};

const core = (parts: object): object => ({ schema: 'core/1', id: 'm', states: [{ id: 'a' }], ...parts });
const one = (state: object): object => core({ states: [{ id: 'a', ...state }, { id: 'b' }] });

describe('a core text that cannot be read', () => {
  it.each([
    ['no JSON', '{', 'json-malformed'],
    ['an empty text', '', 'json-malformed'],
    ['a number', '7', 'type-wrong'],
    ['null', 'null', 'type-wrong'],
    ['a list', '[]', 'type-wrong'],
    ['10,000 levels of brackets', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'limit-depth'],
    ['10,000 levels of states', '{"id":"s","states":['.repeat(10_000), 'limit-depth'],
  ])('%s is refused', (_what, text, code) => {
    expect(problems(text)).toEqual([['', code]]);
  });
});

describe('a fault in a core machine is named with its place', () => {
  it.each<[string, object, readonly (readonly [string, string])[]]>([
    ['a key that is not known', one({ tansitions: [] }), [['/states/0/tansitions', 'key-unknown']]],
    [
      'a missing id',
      core({ states: [{ type: 'atomic' }] }),
      [
        ['/states/0', 'key-missing'],
        ['/states', 'states-missing'],
      ],
    ],
    ['a wrong type', one({ entry: 'say' }), [['/states/0/entry', 'type-wrong']]],
    ['an unknown kind of state', one({ type: 'compond' }), [['/states/0/type', 'type-wrong']]],
    ['no state at all', core({ states: [] }), [['/states', 'states-missing']]],
    ['a parallel state without regions', one({ type: 'parallel' }), [['/states/0/states', 'states-missing']]],
    ['an empty compound state', one({ type: 'compound' }), [['/states/0/states', 'states-missing']]],
    ['two states of one id', core({ states: [{ id: 'a' }, { id: 'a' }] }), [['/states/1', 'id-duplicate']]],
    [
      'an empty id',
      core({ states: [{ id: '' }] }),
      [
        ['/states/0/id', 'name-empty'],
        ['/states', 'states-missing'],
      ],
    ],
    [
      'a missing target',
      one({ transitions: [{ event: 'x', target: 'c' }] }),
      [['/states/0/transitions/0/target', 'target-missing']],
    ],
    [
      'an empty list of targets',
      one({ transitions: [{ event: 'x', target: [] }] }),
      [['/states/0/transitions/0/target', 'target-missing']],
    ],
    [
      'targets that exclude each other',
      one({ transitions: [{ event: 'x', target: ['a', 'b'] }] }),
      [['/states/0/transitions/0/target', 'targets-illegal']],
    ],
    [
      'the same target twice',
      one({ transitions: [{ event: 'x', target: ['b', 'b'] }] }),
      [['/states/0/transitions/0/target', 'targets-illegal']],
    ],
    ['a transition that says nothing', one({ transitions: [{}] }), [['/states/0/transitions/0', 'transition-empty']]],
    [
      'an event list in one text',
      one({ transitions: [{ event: 'x y', target: 'b' }] }),
      [['/states/0/transitions/0/event', 'descriptor-malformed']],
    ],
    [
      'a star in the middle',
      one({ transitions: [{ event: 'a.*.b', target: 'b' }] }),
      [['/states/0/transitions/0/event', 'descriptor-malformed']],
    ],
    [
      'a condition that cannot be parsed',
      one({ transitions: [{ event: 'x', cond: '1 +', target: 'b' }] }),
      [['/states/0/transitions/0/cond', 'expression-unexpected-end']],
    ],
    ['an initial state that is missing', core({ initial: 'z' }), [['/initial', 'target-missing']]],
    [
      'an initial state outside',
      core({ states: [{ id: 'A', initial: 'b', states: [{ id: 'a' }] }, { id: 'b' }] }),
      [['/states/0/initial', 'initial-outside']],
    ],
    ['initial in an atomic state', one({ initial: 'b' }), [['/states/0/initial', 'key-misplaced']]],
    [
      'states in an atomic state',
      one({ type: 'atomic', states: [{ id: 'c' }] }),
      [['/states/0/states', 'key-misplaced']],
    ],
    [
      'transitions of a final state',
      one({ type: 'final', transitions: [{ event: 'e' }] }),
      [['/states/0/transitions', 'key-misplaced']],
    ],
    ['donedata of an atomic state', one({ donedata: {} }), [['/states/0/donedata', 'key-misplaced']]],
    [
      'content and params at once',
      one({ type: 'final', donedata: { content: '1', params: {} } }),
      [['/states/0/donedata', 'donedata-both']],
    ],
    [
      'a history without a default',
      core({ states: [{ id: 'A', states: [{ id: 'a' }, { id: 'h', type: 'history' }] }] }),
      [['/states/0/states/1', 'history-default-missing']],
    ],
    [
      'a history that leads to itself',
      core({ states: [{ id: 'A', states: [{ id: 'a' }, { id: 'h', type: 'history', initial: 'h' }] }] }),
      [['/states/0/states/1/initial', 'history-default-history']],
    ],
    [
      'a shallow history that leads too deep',
      core({
        states: [
          {
            id: 'A',
            states: [
              { id: 'a', states: [{ id: 'x' }] },
              { id: 'h', type: 'history', initial: 'x' },
            ],
          },
        ],
      }),
      [['/states/0/states/1/initial', 'history-default-deep']],
    ],
    [
      'a history that leads outside',
      core({
        states: [
          { id: 'A', states: [{ id: 'a' }, { id: 'h', type: 'history', history: 'deep', initial: 'b' }] },
          { id: 'b' },
        ],
      }),
      [['/states/0/states/1/initial', 'initial-outside']],
    ],
    [
      'a history and a state around it as targets',
      core({
        states: [
          {
            id: 'A',
            transitions: [{ event: 'x', target: ['h', 'a'] }],
            states: [{ id: 'a' }, { id: 'h', type: 'history', initial: 'a' }],
          },
        ],
      }),
      [['/states/0/transitions/0/target', 'targets-illegal']],
    ],
    [
      'two invokes of one id',
      one({
        invoke: [
          { id: 'i', src: 'x' },
          { id: 'i', src: 'x' },
        ],
      }),
      [['/states/0/invoke/1', 'invoke-duplicate']],
    ],
    [
      'a delay that is no whole number',
      one({ after: [{ delayMs: 1.5, target: 'b' }] }),
      [['/states/0/after/0/delayMs', 'type-wrong']],
    ],
    [
      'a delay below zero',
      one({ after: [{ delayMs: -1, target: 'b' }] }),
      [['/states/0/after/0/delayMs', 'type-wrong']],
    ],
    [
      'an event of a delayed transition',
      one({ after: [{ delayMs: 1, event: 'x', target: 'b' }] }),
      [['/states/0/after/0/event', 'key-misplaced']],
    ],
    ['interrupt without defer', one({ interrupt: ['x'] }), [['/states/0/interrupt', 'interrupt-without-defer']]],
    ['an action that does nothing', one({ entry: [{}] }), [['/states/0/entry/0', 'action-unknown']]],
    [
      'an action that does two things',
      one({ entry: [{ log: 'x', raise: 'y' }] }),
      [['/states/0/entry/0', 'action-unknown']],
    ],
    [
      'an event of the kernel raised',
      one({ entry: [{ raise: 'done.state.a' }] }),
      [['/states/0/entry/0/raise', 'event-reserved']],
    ],
    [
      'an event of the kernel sent',
      one({ entry: [{ send: { event: 'error.execution' } }] }),
      [['/states/0/entry/0/send/event', 'event-reserved']],
    ],
    ['a send of nothing', one({ entry: [{ send: {} }] }), [['/states/0/entry/0', 'send-empty']]],
    [
      'a send said twice',
      one({ entry: [{ send: { event: 'e', eventexpr: "'e'", content: '1', params: {} } }] }),
      [
        ['/states/0/entry/0/send/content', 'keys-exclusive'],
        ['/states/0/entry/0/send/event', 'keys-exclusive'],
      ],
    ],
    [
      'an internal event with delay',
      one({ entry: [{ send: { event: 'e', target: '#_internal', delayMs: 1 } }] }),
      [['/states/0/entry/0/send/delayMs', 'delay-internal']],
    ],
    ['a cancel of nothing', one({ entry: [{ cancel: {} }] }), [['/states/0/entry/0', 'key-missing']]],
    ['an invoke of nothing', one({ invoke: [{ id: 'x' }] }), [['/states/0/invoke/0', 'key-missing']]],
    [
      'an invoke of a machine that is not there',
      one({ invoke: [{ machine: 'other' }] }),
      [['/states/0/invoke/0/machine', 'machine-missing']],
    ],
    [
      'a finalize that sends',
      one({ invoke: [{ src: 'x', finalize: [{ if: [{ do: [{ raise: 'x' }] }] }] }] }),
      [['/states/0/invoke/0/finalize/0/if/0/do/0', 'finalize-sends']],
    ],
    [
      'a fault inside a child',
      one({
        invoke: [{ machine: { schema: 'core/1', id: 'c', states: [{ id: 'x', transitions: [{ target: 'y' }] }] } }],
      }),
      [['/states/0/invoke/0/machine/states/0/transitions/0/target', 'target-missing']],
    ],
    [
      'a fault inside a named child',
      core({ machines: { 'a/b': { schema: 'core/1', id: 'c', states: [] } } }),
      [['/machines/a~1b/states', 'states-missing']],
    ],
    [
      'a datum of a state declared twice',
      core({ data: [{ id: 'x' }], states: [{ id: 'a', data: [{ id: 'x', expr: '1 +' }] }] }),
      [
        ['/states/0/data/0/expr', 'expression-unexpected-end'],
        ['/states/0/data/0/id', 'data-duplicate'],
      ],
    ],
    [
      'a datum with value and expression',
      core({ data: [{ id: 'x', value: 1, expr: '1' }] }),
      [['/data/0', 'keys-exclusive']],
    ],
    [
      'an assignment to nothing',
      one({ entry: [{ assign: 'a b', expr: '1' }] }),
      [['/states/0/entry/0/assign', 'location-malformed']],
    ],
    [
      'a raised event with a star',
      one({ entry: [{ raise: 'a.*' }] }),
      [['/states/0/entry/0/raise', 'event-malformed']],
    ],
    ['a datum of the system', core({ data: [{ id: '_event' }] }), [['/data/0/id', 'data-reserved']]],
    ['a datum twice', core({ data: [{ id: 'x' }, { id: 'x' }] }), [['/data/1/id', 'data-duplicate']]],
    ['a datum that no expression can name', core({ data: [{ id: 'a-b' }] }), [['/data/0/id', 'data-name']]],
    [
      'half a character in an id',
      core({ states: [{ id: '\ud800' }] }),
      [
        ['/states/0/id', 'text-malformed'],
        ['/states', 'states-missing'],
      ],
    ],
    ['another schema', core({ schema: 'core/2' }), [['/schema', 'type-wrong']]],
  ])('%s', (_what, machine, expected) => {
    expect(problems(machine)).toEqual(expected);
  });

  it('and all of them come at once', () => {
    const machine = core({
      colour: 'red',
      initial: 'z',
      states: [
        { id: 'a', entry: [{ log: 'x', expr: '(' }], transitions: [{ event: 'x', target: 'c', typo: 1 }] },
        { id: 'a', type: 'final', states: [{ id: 'b' }] },
      ],
    });
    expect(problems(machine)).toEqual([
      ['/states/0/transitions/0/typo', 'key-unknown'],
      ['/colour', 'key-unknown'],
      ['/states/1', 'id-duplicate'],
      ['/states/1/states', 'key-misplaced'],
      ['/initial', 'target-missing'],
      ['/states/0/entry/0/expr', 'expression-unexpected-end'],
      ['/states/0/transitions/0/target', 'target-missing'],
    ]);
  });

  it('with the place in the author’s own text where that is given', () => {
    const machine = one({ transitions: [{ event: 'x', target: 'c', at: '/states/dialog/on/2' }] });
    expect(problems(machine)).toEqual([['/states/dialog/on/2', 'target-missing']]);
  });

  it('with a sentence and, where it can be, the fix [F001]', () => {
    const result = compile(JSON.stringify(one({ transitions: [{ event: 'x', target: 'c' }] })));
    expect(result).toEqual({
      ok: false,
      problems: [
        {
          pointer: '/states/0/transitions/0/target',
          code: 'target-missing',
          message: "There is no state 'c'.",
          fix: 'Correct the id, or add the state.',
        },
      ],
    });
  });
});

describe('the identity of a machine', () => {
  const machine: CoreMachine = sketch({ states: [{ id: 'a', entry: [{ log: 'x' }] }] });

  it('is a sha-256 that no order of keys and no way of writing changes', () => {
    const written = '{ "states": [{"entry": [{"log":"x"}], "id": "a"}], "id": "sketch", "schema": "core/1" }';
    const result = compile(written);
    expect(result.ok && result.machine.identity).toBe(build(machine).identity);
    expect(build(machine).identity).toMatch(/^[0-9a-f]{64}$/);
  });

  it('changes with the machine', () => {
    expect(build({ states: [{ id: 'b' }] }).identity).not.toBe(build(machine).identity);
  });

  it('is the caller’s if he names one', () => {
    expect(build(machine, { identity: 'flow-hash' }).identity).toBe('flow-hash');
  });
});
