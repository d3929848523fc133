import type { CoreAction, CoreState } from '../core-format.ts';
import { logged, play } from '../testing/player.ts';

const say = (label: string): readonly CoreAction[] => [{ log: label }];
const told = (id: string): Pick<CoreState, 'id' | 'entry' | 'exit'> => ({
  id,
  entry: say(`+${id}`),
  exit: say(`-${id}`),
});

describe('W3C 3.2 to 3.7: where a machine begins, and what its end says', () => {
  it('begins in its first state in document order, at every level (IRP 355)', () => {
    const player = play({ states: [{ id: 'a', states: [{ id: 'a1' }, { id: 'a2' }] }, { id: 'b' }] });
    expect(player.states).toEqual(['a', 'a1']);
  });

  it('may begin deep inside, in several regions, before their own beginnings count (IRP 364, 413, 576)', () => {
    const regions = (prefix: string): CoreState => ({
      id: prefix,
      states: [
        { id: `${prefix}1`, entry: say('wrong') },
        { id: `${prefix}2`, states: [{ id: `${prefix}21`, entry: say('wrong') }, { id: `${prefix}22` }] },
      ],
    });
    const player = play({
      initial: ['l22', 'r2'],
      states: [{ id: 'p', type: 'parallel', states: [regions('l'), regions('r')] }, { id: 'other' }],
    });
    expect(player.leaves).toEqual(['l22', 'r21']);
    expect(logged(player.last)).toEqual(['wrong']);
  });

  it('runs the content of initial after the entry of its state and before that of the children (IRP 412)', () => {
    const player = play({
      states: [
        {
          ...told('s'),
          initial: { target: 's2', do: say('initial') },
          states: [told('s1'), told('s2')],
        },
      ],
    });
    expect(logged(player.last)).toEqual(['+s', 'initial', '+s2']);
  });

  it('says done.state of a compound state after the entry of its final one (3.7, IRP 372, 416)', () => {
    const player = play({
      states: [
        {
          id: 's',
          states: [{ id: 'f', type: 'final', entry: [{ raise: 'inner' }, { log: 'entered' }] }],
          transitions: [{ event: '*', do: [{ log: 'heard', expr: '_event.name' }] }],
        },
      ],
    });
    expect(logged(player.last)).toEqual(['entered', 'heard="inner"', 'heard="done.state.s"']);
  });

  it('says done.state of a parallel state after those of its regions, and once (IRP 417, 570)', () => {
    const region = (id: string, event: string): CoreState => ({
      id,
      states: [
        { id: `${id}1`, transitions: [{ event, target: `${id}f` }] },
        { id: `${id}f`, type: 'final' },
      ],
    });
    const player = play({
      states: [
        {
          id: 'p',
          type: 'parallel',
          states: [region('a', 'x'), region('b', 'y')],
          transitions: [{ event: 'done', do: [{ log: 'heard', expr: '_event.name' }] }],
        },
      ],
    });
    expect(logged(player.send('x'))).toEqual(['heard="done.state.a"']);
    expect(logged(player.send('y'))).toEqual(['heard="done.state.b"', 'heard="done.state.p"']);
    expect(logged(player.send('x'))).toEqual([]);
  });

  it('ends by a final state at its top; nothing is taken after that (IRP 415)', () => {
    const player = play({
      states: [
        { ...told('s'), transitions: [{ event: 'end', target: 'f' }] },
        { id: 'f', type: 'final', entry: [{ raise: 'more' }], exit: say('-f'), donedata: { content: '5' } },
      ],
      transitions: [{ event: 'more', do: say('wrong') }],
    });
    expect(logged(player.send('end'))).toEqual(['-s', '-f']);
    expect(player.snapshot).toMatchObject({ status: 'done', output: 5 });
    expect(player.send('end')).toMatchObject({ refusal: 'machine-done' });
  });
});

describe('what says nothing', () => {
  it('may be written where it does not belong, as converters do', () => {
    const none = { states: [], transitions: [], invoke: [], entry: [], exit: [], data: [] };
    const player = play({
      states: [
        { id: 'a', type: 'atomic', ...none },
        { id: 'f', type: 'final', ...none },
      ],
    });
    expect(player.leaves).toEqual(['a']);
  });
});

describe('W3C 3.10: history', () => {
  const states = (kind: 'shallow' | 'deep', target: string): readonly CoreState[] => [
    {
      id: 'h0',
      states: [
        {
          id: 'h',
          type: 'history',
          history: kind,
          initial: { target, do: say('default') },
        },
        { id: 'm1' },
        {
          id: 'm2',
          states: [{ id: 'm21' }, { id: 'm22' }],
          entry: say('+m2'),
        },
      ],
      entry: say('+h0'),
      transitions: [
        { event: 'deeper', target: 'm22' },
        { event: 'out', target: 'away' },
      ],
    },
    { id: 'away', transitions: [{ event: 'back', target: 'h' }] },
  ];

  it('leads to its default with the content of its transition while nothing is recorded (IRP 387, 579)', () => {
    const player = play({ initial: 'away', states: states('shallow', 'm2') });
    expect(logged(player.send('back'))).toEqual(['+h0', 'default', '+m2']);
    expect(player.leaves).toEqual(['m21']);
  });

  it.each([
    ['shallow', 'm2', 'm21'],
    ['deep', 'm21', 'm22'],
  ] as const)('%s: restores what was active, without that content (IRP 388)', (kind, target, leaf) => {
    const player = play({ initial: 'away', states: states(kind, target) });
    for (const event of ['back', 'deeper', 'out']) player.send(event);
    expect(logged(player.send('back'))).toEqual(['+h0', '+m2']);
    expect(player.leaves).toEqual([leaf]);
  });

  it('is never active itself (IRP 580)', () => {
    const player = play({ initial: 'h', states: states('shallow', 'm1') });
    expect(player.states).toEqual(['h0', 'm1']);
  });
});

describe('W3C 3.12: events', () => {
  const takes = (descriptor: string | readonly string[], event: string): boolean => {
    const player = play({ states: [{ id: 's', transitions: [{ event: descriptor, target: 't' }] }, { id: 't' }] });
    player.send(event);
    return player.leaves[0] === 't';
  };

  it.each<[string | readonly string[], string, boolean]>([
    ['foo', 'foo', true],
    ['foo', 'foo.bar', true],
    ['foo', 'foos', false],
    ['foo.*', 'foo', true],
    ['foo.', 'foo.zoo', true],
    ['foo', 'Foo', false],
    [['bar', 'foo'], 'foo.zoo', true],
    ['*', 'anything', true],
    ['foo.bar', 'foo', false],
  ])('descriptor %s meets %s: %s (3.12.1, IRP 396, 399)', (descriptor, event, expected) => {
    expect(takes(descriptor, event)).toBe(expected);
  });

  it('of errors are heard by error, error.* and * (3.12.2, IRP 401, 402)', () => {
    for (const event of ['error', 'error.*', 'error.execution', '*']) {
      const player = play({
        states: [{ id: 's', entry: [{ assign: 'no', expr: '1' }], transitions: [{ event, target: 't' }] }, { id: 't' }],
      });
      expect(player.leaves).toEqual(['t']);
    }
  });

  it('inside go before events from outside, and eventless transitions before both (3.13, IRP 419, 421, 423)', () => {
    const player = play({
      data: [{ id: 'n', value: 0 }],
      states: [
        {
          id: 's',
          entry: [{ send: { event: 'external' } }, { raise: 'one' }, { raise: 'two' }],
          transitions: [
            { cond: 'n == 0', do: [{ assign: 'n', expr: '1' }, { log: 'eventless' }] },
            { event: '*', do: [{ log: 'heard', expr: '_event.name' }] },
          ],
        },
      ],
    });
    expect(logged(player.last)).toEqual(['eventless', 'heard="one"', 'heard="two"', 'heard="external"']);
  });
});
