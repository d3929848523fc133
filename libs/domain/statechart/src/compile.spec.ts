import type { Value } from '@parley/expression';
import { compile } from './compile.ts';
import type { CoreMachine } from './core-format.ts';
import { coreOf, firstState, problemsOf } from './testing/faults.ts';
import { build, sketch } from './testing/player.ts';

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
    expect(problemsOf(text)).toEqual([['', code]]);
  });
});

describe('a fault in a core machine is named with its place', () => {
  it.each<[string, object, readonly (readonly [string, string])[]]>([
    ['a key that is not known', firstState({ tansitions: [] }), [['/states/0/tansitions', 'key-unknown']]],
    [
      'a missing id',
      coreOf({ states: [{ type: 'atomic' }] }),
      [
        ['/states/0', 'key-missing'],
        ['/states', 'states-missing'],
      ],
    ],
    ['a wrong type', firstState({ entry: 'say' }), [['/states/0/entry', 'type-wrong']]],
    ['an unknown kind of state', firstState({ type: 'compond' }), [['/states/0/type', 'type-wrong']]],
    ['no state at all', coreOf({ states: [] }), [['/states', 'states-missing']]],
    ['a parallel state without regions', firstState({ type: 'parallel' }), [['/states/0/states', 'states-missing']]],
    ['an empty compound state', firstState({ type: 'compound' }), [['/states/0/states', 'states-missing']]],
    ['two states of one id', coreOf({ states: [{ id: 'a' }, { id: 'a' }] }), [['/states/1', 'id-duplicate']]],
    [
      'an empty id',
      coreOf({ states: [{ id: '' }] }),
      [
        ['/states/0/id', 'name-empty'],
        ['/states', 'states-missing'],
      ],
    ],
    [
      'a missing target',
      firstState({ transitions: [{ event: 'x', target: 'c' }] }),
      [['/states/0/transitions/0/target', 'target-missing']],
    ],
    [
      'an empty list of targets',
      firstState({ transitions: [{ event: 'x', target: [] }] }),
      [['/states/0/transitions/0/target', 'target-missing']],
    ],
    [
      'targets that exclude each other',
      firstState({ transitions: [{ event: 'x', target: ['a', 'b'] }] }),
      [['/states/0/transitions/0/target', 'targets-illegal']],
    ],
    [
      'the same target twice',
      firstState({ transitions: [{ event: 'x', target: ['b', 'b'] }] }),
      [['/states/0/transitions/0/target', 'targets-illegal']],
    ],
    [
      'a transition that says nothing',
      firstState({ transitions: [{}] }),
      [['/states/0/transitions/0', 'transition-empty']],
    ],
    [
      'an event list in one text',
      firstState({ transitions: [{ event: 'x y', target: 'b' }] }),
      [['/states/0/transitions/0/event', 'descriptor-malformed']],
    ],
    [
      'a star in the middle',
      firstState({ transitions: [{ event: 'a.*.b', target: 'b' }] }),
      [['/states/0/transitions/0/event', 'descriptor-malformed']],
    ],
    [
      'a condition that cannot be parsed',
      firstState({ transitions: [{ event: 'x', cond: '1 +', target: 'b' }] }),
      [['/states/0/transitions/0/cond', 'expression-unexpected-end']],
    ],
    ['an initial state that is missing', coreOf({ initial: 'z' }), [['/initial', 'target-missing']]],
    [
      'an initial state outside',
      coreOf({ states: [{ id: 'A', initial: 'b', states: [{ id: 'a' }] }, { id: 'b' }] }),
      [['/states/0/initial', 'initial-outside']],
    ],
    ['initial in an atomic state', firstState({ initial: 'b' }), [['/states/0/initial', 'key-misplaced']]],
    [
      'states in an atomic state',
      firstState({ type: 'atomic', states: [{ id: 'c' }] }),
      [['/states/0/states', 'key-misplaced']],
    ],
    [
      'transitions of a final state',
      firstState({ type: 'final', transitions: [{ event: 'e' }] }),
      [['/states/0/transitions', 'key-misplaced']],
    ],
    ['donedata of an atomic state', firstState({ donedata: {} }), [['/states/0/donedata', 'key-misplaced']]],
    [
      'content and params at once',
      firstState({ type: 'final', donedata: { content: '1', params: {} } }),
      [['/states/0/donedata', 'donedata-both']],
    ],
    [
      'a history without a default',
      coreOf({ states: [{ id: 'A', states: [{ id: 'a' }, { id: 'h', type: 'history' }] }] }),
      [['/states/0/states/1', 'history-default-missing']],
    ],
    [
      'a history that leads to itself',
      coreOf({ states: [{ id: 'A', states: [{ id: 'a' }, { id: 'h', type: 'history', initial: 'h' }] }] }),
      [['/states/0/states/1/initial', 'history-default-history']],
    ],
    [
      'a shallow history that leads too deep',
      coreOf({
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
      coreOf({
        states: [
          { id: 'A', states: [{ id: 'a' }, { id: 'h', type: 'history', history: 'deep', initial: 'b' }] },
          { id: 'b' },
        ],
      }),
      [['/states/0/states/1/initial', 'initial-outside']],
    ],
    [
      'a history and a state around it as targets',
      coreOf({
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
      firstState({
        invoke: [
          { id: 'i', src: 'x' },
          { id: 'i', src: 'x' },
        ],
      }),
      [['/states/0/invoke/1', 'invoke-duplicate']],
    ],
    [
      'a delay that is no whole number',
      firstState({ after: [{ delayMs: 1.5, target: 'b' }] }),
      [['/states/0/after/0/delayMs', 'type-wrong']],
    ],
    [
      'a delay below zero',
      firstState({ after: [{ delayMs: -1, target: 'b' }] }),
      [['/states/0/after/0/delayMs', 'type-wrong']],
    ],
    [
      'an event of a delayed transition',
      firstState({ after: [{ delayMs: 1, event: 'x', target: 'b' }] }),
      [['/states/0/after/0/event', 'key-misplaced']],
    ],
    ['interrupt without defer', firstState({ interrupt: ['x'] }), [['/states/0/interrupt', 'interrupt-without-defer']]],
    [
      'half a character in an id',
      coreOf({ states: [{ id: '\ud800' }] }),
      [
        ['/states/0/id', 'text-malformed'],
        ['/states', 'states-missing'],
      ],
    ],
    ['another schema', coreOf({ schema: 'core/2' }), [['/schema', 'type-wrong']]],
  ])('%s', (_what, machine, expected) => {
    expect(problemsOf(machine)).toEqual(expected);
  });

  it('and all of them come at once', () => {
    const machine = coreOf({
      colour: 'red',
      initial: 'z',
      states: [
        { id: 'a', entry: [{ log: 'x', expr: '(' }], transitions: [{ event: 'x', target: 'c', typo: 1 }] },
        { id: 'a', type: 'final', states: [{ id: 'b' }] },
      ],
    });
    expect(problemsOf(machine)).toEqual([
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
    const machine = firstState({ transitions: [{ event: 'x', target: 'c', at: '/states/dialog/on/2' }] });
    expect(problemsOf(machine)).toEqual([['/states/dialog/on/2', 'target-missing']]);
  });

  it('with a sentence and, where it can be, the fix [F001]', () => {
    const result = compile(JSON.stringify(firstState({ transitions: [{ event: 'x', target: 'c' }] })));
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

describe('an object of far too many keys', () => {
  const keys = (count: number): string => Array.from({ length: count }, (_, index) => `"k${index}":1`).join();

  it('is refused by its first keys: what follows is not even looked at', () => {
    const found = problemsOf(`{"schema":"core/1",${keys(1_100)},,, no JSON`);
    expect(found).toHaveLength(200);
    expect(found[0]).toEqual(['/k0', 'key-unknown']);
  });

  it('is read to its end where its keys may be many', () => {
    const value = JSON.parse(`{${keys(1_100)}}`) as Value;
    expect(problemsOf(coreOf({ data: [{ id: 'x', value }] }))).toEqual([]);
    expect(problemsOf(`{"data":[{"id":"x","value":{${keys(1_100)}`)).toEqual([['', 'json-malformed']]);
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
