import type { CoreAction, CoreTransition } from '../core-format.ts';
import type { Player } from '../testing/player.ts';
import { effectsOf, logged, play } from '../testing/player.ts';
import { restore } from '../restore.ts';

const HEARD: CoreTransition = { event: '*', do: [{ log: 'heard', expr: '_event.name' }] };
const ERROR = ['heard="error.execution"'];

describe('W3C 5.2 and 5.3: data', () => {
  it('are computed in document order when the machine starts, those of states too (early binding, IRP 279)', () => {
    const player = play({
      data: [
        { id: 'one', value: 1 },
        { id: 'two', expr: 'one + 1' },
      ],
      states: [
        { id: 's', transitions: [{ cond: 'three == 3', target: 't' }] },
        { id: 't', data: [{ id: 'three', expr: 'two + 1' }] },
      ],
    });
    expect(player.leaves).toEqual(['t']);
  });

  it('of states are computed at the first entry with late binding, before its actions (IRP 280)', () => {
    const machine = {
      binding: 'late' as const,
      data: [{ id: 'n', value: 1 }],
      states: [
        {
          id: 's',
          entry: [{ log: 'unbound', expr: '!has(later) && later == null' }],
          transitions: [{ event: 'go', target: 't', do: [{ assign: 'n', expr: '5' }] }],
        },
        {
          id: 't',
          data: [
            { id: 'later', expr: 'n * 2' },
            { id: 'fixed', value: 'f' },
          ],
          entry: [{ log: 'bound', expr: '[later, fixed]' }],
          transitions: [{ event: 'back', target: 's', do: [{ assign: 'later', expr: '0' }] }],
        },
      ],
    };
    const player = play(machine);
    expect(logged(player.last)).toEqual(['unbound=true']);
    expect(logged(player.send('go'))).toEqual(['bound=[10,"f"]']);
    expect(player.snapshot.bound).toEqual(['t']);
    expect(restore(player.machine, JSON.stringify(player.snapshot))).toMatchObject({ ok: true });
    player.send('back');
    expect(logged(player.send('go'))).toEqual(['bound=[0,"f"]']);
  });

  it('that cannot be computed are error.execution, stay empty, and can be set (5.3.3, IRP 277)', () => {
    const player = play({
      data: [{ id: 'x', expr: 'missing' }],
      states: [
        {
          id: 's',
          transitions: [
            {
              event: 'error.execution',
              cond: '!has(x)',
              do: [
                { assign: 'x', expr: '1' },
                { log: 'x', expr: 'x' },
              ],
            },
          ],
        },
      ],
    });
    expect(logged(player.last)).toEqual(['x=1']);
  });

  it('are not computed where the starter gives them', () => {
    const player = play(
      { data: [{ id: 'x', expr: 'missing' }], states: [{ id: 's', transitions: [HEARD] }] },
      { x: 7 },
    );
    expect([player.snapshot.data, logged(player.last)]).toEqual([{ x: 7 }, []]);
  });
});

describe('W3C 5.4: assign', () => {
  const failing = (action: CoreAction): Player =>
    play({
      data: [{ id: 'x', value: { y: 1 } }],
      states: [{ id: 's', entry: [action, { assign: 'x.y', expr: '2' }], transitions: [HEARD] }],
    });

  it.each([
    ['a location that is not declared (IRP 286, 311)', { assign: 'nowhere', expr: '1' }],
    ['a location inside what is not there', { assign: 'x.z.y', expr: '1' }],
    ['a location inside what is no map', { assign: 'x.y.z', expr: '1' }],
    ['an expression that fails (IRP 312, 487)', { assign: 'x', expr: '1 / 0' }],
  ])('with %s is error.execution and ends the block', (_what, action) => {
    const player = failing(action);
    expect(logged(player.last)).toEqual(ERROR);
    expect(player.snapshot.data).toEqual({ x: { y: 1 } });
  });

  it.each(['_sessionid', '_name', '_event', '_event.name', '_ioprocessors', '_x', 'event', '_now'])(
    'to %s, which belongs to the system, is error.execution and changes nothing (5.10, IRP 322, 324, 326, 329, 346)',
    (assign) => {
      const player = failing({ assign, expr: "'mine'" });
      expect(logged(player.last)).toEqual(ERROR);
      expect(player.snapshot.data).toEqual({ x: { y: 1 } });
    },
  );
});

describe('W3C 5.5 and 5.7: donedata', () => {
  const data = (donedata: object): unknown =>
    effectsOf(
      play({
        data: [{ id: 'x', value: 1 }],
        states: [
          {
            id: 's',
            transitions: [{ event: '*', do: [{ log: 'heard', expr: '_event' }] }],
            states: [{ id: 'f', type: 'final', donedata }],
          },
        ],
      }).last,
      'log',
    ).map(({ value }) => {
      const { name, data: given } = value as { readonly name: string; readonly data: unknown };
      return name === 'error.execution' ? name : [name, given];
    });

  it('are content or params of the done event (IRP 294, 527, 529)', () => {
    expect(data({ content: "'foo'" })).toEqual([['done.state.s', 'foo']]);
    expect(data({ content: { value: { literal: 21 } } })).toEqual([['done.state.s', { literal: 21 }]]);
    expect(data({ params: { a: 'x', b: 'x + 1' } })).toEqual([['done.state.s', { a: 1, b: 2 }]]);
  });

  it('leave out a param that fails, after its error (IRP 298, 343, 488)', () => {
    expect(data({ params: { a: 'missing' } })).toEqual(['error.execution', ['done.state.s', null]]);
    expect(data({ params: { a: 'missing', b: 'x' } })).toEqual(['error.execution', ['done.state.s', { b: 1 }]]);
  });

  it('are empty where the content fails (IRP 528)', () => {
    expect(data({ content: 'missing' })).toEqual(['error.execution', ['done.state.s', null]]);
  });
});

describe('W3C 5.9: conditions', () => {
  it.each([['missing'], ['1'], ["'true'"], ['1 / 0 == 1']])(
    '%s, which is neither true nor false, is false and error.execution (IRP 309, 344)',
    (cond) => {
      const player = play({
        states: [
          { id: 's', entry: [{ raise: 'foo' }], transitions: [{ event: 'foo', cond, target: 'fail' }, HEARD] },
          { id: 'fail' },
        ],
      });
      expect(logged(player.last)).toEqual(['heard="foo"', ...ERROR]);
    },
  );

  it('ask by In() whether a state is active, in a parallel state too (5.9.2, IRP 310)', () => {
    const player = play({
      states: [
        {
          id: 'p',
          type: 'parallel',
          states: [{ id: 'a', transitions: [{ event: 'go', cond: "In('b') && !In('c')", target: 'c' }] }, { id: 'b' }],
        },
        { id: 'c' },
      ],
    });
    player.send('go');
    expect(player.leaves).toEqual(['c']);
  });

  it.each([
    ['1 +', 'expression-unexpected-end'],
    ['return', 'expression-reserved-word'],
  ])('"%s" is refused with the text, or meets its error when it is reached (5.9, IRP 313, 314)', (expr, code) => {
    const states = [
      {
        id: 's',
        transitions: [{ event: 'go', target: 't' }],
      },
      { id: 't', entry: [{ assign: 'x', expr }, { log: 'not reached' }], transitions: [HEARD] },
    ];
    expect(() => play({ data: [{ id: 'x' }], states })).toThrow(code);
    const player = play({ faults: 'run', data: [{ id: 'x' }], states });
    expect(logged(player.last)).toEqual([]);
    expect(logged(player.send('go'))).toEqual(ERROR);
  });

  it('that cannot be read are false with faults at run time; so are locations, event names and items', () => {
    const player = play({
      faults: 'run',
      data: [{ id: 'x', value: [1] }],
      states: [
        {
          id: 's',
          entry: [
            [{ if: [{ cond: '== 1', do: [{ log: 'then' }] }, { do: [{ log: 'else' }] }] }],
            [{ assign: 'a b', expr: '1' }],
            [{ raise: 'a b' }],
            [{ raise: 'done.state.s' }],
            [{ foreach: 'x', item: "'continue'", do: [{ log: 'item' }] }],
            [{ send: { event: 'a b' } }],
            [{ unset: '_event' }],
            [{ send: { event: 'e', target: '#_internal', delayMs: 5 } }],
          ],
          transitions: [HEARD],
        },
      ],
    });
    expect(logged(player.last)).toEqual(['else', ...Array.from({ length: 8 }, () => ERROR[0])]);
  });
});
