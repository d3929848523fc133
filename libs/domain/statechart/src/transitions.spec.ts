import { logged, play } from './testing/player.ts';

describe('a transition between states', () => {
  it('leaves, acts and enters, in this order', () => {
    const player = play({
      states: [
        { id: 'a', exit: [{ log: 'exit a' }], transitions: [{ event: 'go', target: 'b', do: [{ log: 'go' }] }] },
        { id: 'b', entry: [{ log: 'enter b' }] },
      ],
    });
    expect(logged(player.send('go'))).toEqual(['exit a', 'go', 'enter b']);
    expect(player.leaves).toEqual(['b']);
  });

  it('leaves inner states before outer ones and enters outer before inner', () => {
    const player = play({
      states: [
        {
          id: 'A',
          exit: [{ log: '-A' }],
          states: [{ id: 'a', exit: [{ log: '-a' }], transitions: [{ event: 'go', target: 'b' }] }],
        },
        { id: 'B', entry: [{ log: '+B' }], states: [{ id: 'b', entry: [{ log: '+b' }] }] },
      ],
    });
    expect(logged(player.send('go'))).toEqual(['-a', '-A', '+B', '+b']);
  });

  it('runs entry actions on entering only, not while an inner state changes [E042]', () => {
    const player = play({
      states: [
        {
          id: 'A',
          entry: [{ log: '+A' }],
          exit: [{ log: '-A' }],
          states: [
            { id: 'a', transitions: [{ event: 'go', target: 'b' }] },
            { id: 'b', entry: [{ log: '+b' }] },
          ],
        },
      ],
    });
    expect(logged(player.last)).toEqual(['+A']);
    expect(logged(player.send('go'))).toEqual(['+b']);
  });

  it('takes the first in text order whose condition holds [E068]', () => {
    const player = play({
      data: [{ id: 'n', value: 2 }],
      states: [
        {
          id: 'a',
          transitions: [
            { event: 'go', cond: 'n == 1', target: 'one' },
            { event: 'go', cond: 'n == 2', target: 'two' },
            { event: 'go', target: 'other' },
          ],
        },
        { id: 'one' },
        { id: 'two' },
        { id: 'other' },
      ],
    });
    player.send('go');
    expect(player.leaves).toEqual(['two']);
  });

  it('stays when nothing matches, and says so [E052]', () => {
    const player = play({ states: [{ id: 'a', transitions: [{ event: 'go', target: 'b' }] }, { id: 'b' }] });
    const before = player.snapshot;
    const step = player.send('nonsense');
    expect(step.outcome).toBe('unhandled');
    expect(step.snapshot).toEqual(before);
  });

  it('acts without moving when it has no target', () => {
    const player = play({
      states: [
        {
          id: 'a',
          entry: [{ log: '+a' }],
          exit: [{ log: '-a' }],
          transitions: [{ event: 'ping', do: [{ log: 'pong' }] }],
        },
      ],
    });
    expect(logged(player.send('ping'))).toEqual(['pong']);
    expect(player.last.outcome).toBe('taken');
  });

  it('re-enters its own state when it is its target', () => {
    const player = play({
      states: [
        { id: 'a', entry: [{ log: '+a' }], exit: [{ log: '-a' }], transitions: [{ event: 'again', target: 'a' }] },
      ],
    });
    expect(logged(player.send('again'))).toEqual(['-a', '+a']);
  });

  it('lets the inner state pre-empt the outer one', () => {
    const player = play({
      states: [
        {
          id: 'A',
          transitions: [{ event: 'go', target: 'outer' }],
          states: [{ id: 'a', transitions: [{ event: 'go', target: 'inner' }] }, { id: 'inner' }],
        },
        { id: 'outer' },
      ],
    });
    player.send('go');
    expect(player.leaves).toEqual(['inner']);
  });

  it('falls to the outer state when the inner condition is false', () => {
    const player = play({
      states: [
        {
          id: 'A',
          transitions: [{ event: 'go', target: 'outer' }],
          states: [{ id: 'a', transitions: [{ event: 'go', cond: '1 > 2', target: 'inner' }] }, { id: 'inner' }],
        },
        { id: 'outer' },
      ],
    });
    player.send('go');
    expect(player.leaves).toEqual(['outer']);
  });

  it('of the machine itself is the last resort, and leaves everything', () => {
    const player = play({
      transitions: [{ event: 'reset', target: 'a', do: [{ log: 'reset' }] }],
      states: [
        { id: 'a', entry: [{ log: '+a' }], exit: [{ log: '-a' }], transitions: [{ event: 'go', target: 'b' }] },
        { id: 'b', exit: [{ log: '-b' }] },
      ],
    });
    player.send('go');
    expect(logged(player.send('reset'))).toEqual(['-b', 'reset', '+a']);
    expect(logged(player.send('reset'))).toEqual(['-a', 'reset', '+a']);
  });
});

describe('an internal transition', () => {
  const machine = (internal: boolean) => ({
    states: [
      {
        id: 'A',
        entry: [{ log: '+A' }],
        exit: [{ log: '-A' }],
        transitions: [{ event: 'go', target: 'b', internal }],
        states: [
          { id: 'a', exit: [{ log: '-a' }] },
          { id: 'b', entry: [{ log: '+b' }] },
        ],
      },
    ],
  });

  it('does not leave its own compound state', () => {
    expect(logged(play(machine(true)).send('go'))).toEqual(['-a', '+b']);
  });

  it('differs from an external one, which does', () => {
    expect(logged(play(machine(false)).send('go'))).toEqual(['-a', '-A', '+A', '+b']);
  });

  it('counts as external from a parallel state', () => {
    const player = play({
      states: [
        {
          id: 'P',
          type: 'parallel',
          exit: [{ log: '-P' }],
          transitions: [{ event: 'go', target: 'b', internal: true }],
          states: [{ id: 'R', states: [{ id: 'a' }, { id: 'b' }] }, { id: 'S' }],
        },
      ],
    });
    expect(logged(player.send('go'))).toEqual(['-P']);
    expect(player.leaves).toEqual(['b', 'S']);
  });

  it('counts as external when its target lies outside', () => {
    const player = play({
      states: [
        {
          id: 'A',
          exit: [{ log: '-A' }],
          transitions: [{ event: 'go', target: 'B', internal: true }],
          states: [{ id: 'a' }],
        },
        { id: 'B' },
      ],
    });
    expect(logged(player.send('go'))).toEqual(['-A']);
  });
});

describe('event descriptors', () => {
  const taken = (descriptor: string | readonly string[], event: string): boolean =>
    play({ states: [{ id: 'a', transitions: [{ event: descriptor, target: 'b' }] }, { id: 'b' }] }).send(event)
      .outcome === 'taken';

  it('match the whole name or a prefix that ends at a dot', () => {
    expect(taken('order', 'order')).toBe(true);
    expect(taken('order', 'order.paid.twice')).toBe(true);
    expect(taken('order.paid', 'order.paid')).toBe(true);
    expect(taken('order', 'orders')).toBe(false);
    expect(taken('order.paid', 'order')).toBe(false);
    expect(taken('order', 'Order')).toBe(false);
  });

  it('mean the same with a trailing .* or a trailing dot', () => {
    expect(taken('order.*', 'order')).toBe(true);
    expect(taken('order.*', 'order.paid')).toBe(true);
    expect(taken('order.', 'order.paid')).toBe(true);
    expect(taken('order.*', 'orders')).toBe(false);
  });

  it('match every event with *', () => {
    expect(taken('*', 'anything.at.all')).toBe(true);
  });

  it('may be several', () => {
    expect(taken(['a', 'b.c'], 'b.c.d')).toBe(true);
    expect(taken(['a', 'b.c'], 'b')).toBe(false);
  });

  it('do not make an event named * match anything but *', () => {
    expect(taken('order', '*')).toBe(false);
    expect(taken('*', '*')).toBe(true);
  });
});
