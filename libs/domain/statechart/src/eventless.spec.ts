import { logged, play } from './testing/player.ts';

describe('eventless transitions', () => {
  it('are taken as soon as their condition holds', () => {
    const player = play({
      data: [{ id: 'n', value: 0 }],
      states: [
        {
          id: 'a',
          transitions: [
            { event: 'add', do: [{ assign: 'n', expr: 'n + 1' }] },
            { cond: 'n >= 2', target: 'b' },
          ],
        },
        { id: 'b' },
      ],
    });
    player.send('add');
    expect(player.leaves).toEqual(['a']);
    player.send('add');
    expect(player.leaves).toEqual(['b']);
  });

  it('go before internal events, and those before the next event from outside', () => {
    const player = play({
      states: [
        { id: 'a', transitions: [{ event: 'go', target: 'b', do: [{ raise: 'inner' }] }] },
        { id: 'b', entry: [{ log: '+b' }], transitions: [{ target: 'c' }, { event: 'inner', target: 'wrong' }] },
        { id: 'c', entry: [{ log: '+c' }], transitions: [{ event: 'inner', target: 'd' }] },
        { id: 'd', entry: [{ log: '+d' }] },
        { id: 'wrong' },
      ],
    });
    expect(logged(player.send('go'))).toEqual(['+b', '+c', '+d']);
  });

  it('still see the event that led to them', () => {
    const player = play({
      states: [
        { id: 'a', transitions: [{ event: 'go', target: 'b' }] },
        { id: 'b', transitions: [{ cond: "_event.name == 'go' && event.to == 'c'", target: 'c' }] },
        { id: 'c' },
      ],
    });
    player.send('go', { to: 'c' });
    expect(player.leaves).toEqual(['c']);
  });
});

describe('raised events', () => {
  it('are taken in the order they were raised, each run to completion', () => {
    const player = play({
      states: [
        {
          id: 'a',
          transitions: [
            { event: 'go', do: [{ raise: 'one' }, { raise: 'two' }] },
            { event: 'one', do: [{ log: 'one' }, { raise: 'three' }] },
            { event: 'two', do: [{ log: 'two' }] },
            { event: 'three', do: [{ log: 'three' }] },
          ],
        },
      ],
    });
    expect(logged(player.send('go'))).toEqual(['one', 'two', 'three']);
  });

  it('carry data that were computed when they were raised', () => {
    const player = play({
      data: [{ id: 'n', value: 1 }],
      states: [
        {
          id: 'a',
          transitions: [
            {
              event: 'go',
              do: [
                { raise: 'inner', data: { n: 'n' } },
                { assign: 'n', expr: '9' },
              ],
            },
            {
              event: 'inner',
              do: [
                { log: 'n', expr: 'event.n' },
                { log: 'type', expr: '_event.type' },
              ],
            },
          ],
        },
      ],
    });
    expect(logged(player.send('go'))).toEqual(['n=1', 'type="internal"']);
  });
});
