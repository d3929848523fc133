import { logged, play } from './testing/player.ts';

describe('deferred events that come back', () => {
  it('stop coming when one of them leads to a state that defers again', () => {
    const player = play({
      states: [
        { id: 'working', defer: ['message'], transitions: [{ event: 'finish', target: 'ready' }] },
        {
          id: 'ready',
          transitions: [{ event: 'message', target: 'working', do: [{ log: 'heard', expr: 'event.n' }] }],
        },
      ],
    });
    for (const n of [1, 2]) player.send('message', { n }, `m${n}`);
    const first = player.send('finish');
    expect(logged(first)).toEqual(['heard=1']);
    expect(first.settles).toEqual(['m1']);
    expect(first.snapshot.deferred).toHaveLength(1);
    expect(logged(player.send('finish'))).toEqual(['heard=2']);
  });

  it('may overtake one that is still deferred', () => {
    const player = play({
      states: [
        { id: 'a', defer: ['red', 'blue'], transitions: [{ event: 'go', target: 'b' }] },
        {
          id: 'b',
          defer: ['red'],
          transitions: [
            { event: 'blue', do: [{ log: 'blue' }] },
            { event: 'go', target: 'c' },
          ],
        },
        { id: 'c', transitions: [{ event: 'red', do: [{ log: 'red' }] }] },
      ],
    });
    player.send('red', {}, 'r');
    player.send('blue', {}, 'b');
    expect(player.send('go').settles).toEqual(['b']);
    expect(player.send('go').settles).toEqual(['r']);
  });

  it('are dropped with a word when they hit a limit, and the step stands', () => {
    const player = play({
      states: [
        { id: 'working', defer: ['message'], transitions: [{ event: 'finish', target: 'ready' }] },
        {
          id: 'ready',
          transitions: [
            { event: 'message.loop', target: 'loop' },
            { event: 'message', do: [{ log: 'heard' }] },
          ],
        },
        { id: 'loop', transitions: [{ target: 'loop' }] },
      ],
    });
    player.send('message.loop', {}, 'bad');
    player.send('message', {}, 'good');
    const step = player.send('finish');
    expect(step.outcome).toBe('taken');
    expect(step.failures).toMatchObject([{ code: 'limit-microsteps', event: 'message.loop', id: 'bad' }]);
    expect(step.settles).toEqual(['bad', 'good']);
    expect(logged(step)).toEqual(['heard']);
    expect(player.leaves).toEqual(['ready']);
  });

  it('wait in the snapshot of a machine that has ended', () => {
    const player = play({
      states: [
        { id: 'working', defer: ['message'], transitions: [{ event: 'finish', target: 'end' }] },
        { id: 'end', type: 'final' },
      ],
    });
    player.send('message', { text: 'hello' }, 'm1');
    expect(player.send('finish')).toMatchObject({
      settles: [],
      snapshot: { status: 'done', deferred: [{ name: 'message', data: { text: 'hello' }, id: 'm1' }] },
    });
  });
});
