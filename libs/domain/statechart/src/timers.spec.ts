import { nextDue } from './active.ts';
import { logged, play, traced } from './testing/player.ts';

describe('a delayed transition', () => {
  const idle = {
    states: [
      {
        id: 'awake',
        after: [{ delayMs: 1_000, target: 'idle', do: [{ log: 'idle' }] }],
        transitions: [
          { event: 'message', target: 'awake' },
          { event: 'stop', target: 'stopped' },
        ],
      },
      { id: 'idle' },
      { id: 'stopped' },
    ],
  };

  it('keeps its timer in the snapshot, due from the time of the step', () => {
    const player = play(idle);
    expect(player.snapshot.timers).toEqual([{ state: 'awake', delayMs: 1_000, due: 2_000 }]);
    expect(nextDue(player.snapshot)).toBe(2_000);
  });

  it('is refused before it is due', () => {
    const player = play(idle);
    expect(player.wait(999)).toMatchObject({ outcome: 'refused', refusal: 'nothing-due' });
    expect(player.wait(1).outcome).toBe('taken');
    expect(player.leaves).toEqual(['idle']);
    expect(nextDue(player.snapshot)).toBeNull();
  });

  it('starts again when its state is entered again', () => {
    const player = play(idle);
    player.now += 500;
    player.send('message');
    expect(nextDue(player.snapshot)).toBe(2_500);
  });

  it('goes when its state is left', () => {
    const player = play(idle);
    player.send('stop');
    expect(player.snapshot.timers).toEqual([]);
    expect(player.wait(5_000)).toMatchObject({ outcome: 'refused', refusal: 'nothing-due' });
  });

  it('is no event from outside', () => {
    const player = play(idle);
    expect(player.send('after.1000.awake')).toMatchObject({ outcome: 'refused', refusal: 'reserved-event' });
  });

  it('is one timer with others of equal delay, tried in order', () => {
    const player = play({
      data: [{ id: 'n', value: 1 }],
      states: [
        {
          id: 'a',
          after: [
            { delayMs: 10, cond: 'n == 0', target: 'b' },
            { delayMs: 20, target: 'd' },
            { delayMs: 10, cond: 'n == 1', target: 'c' },
          ],
        },
        { id: 'b' },
        { id: 'c' },
        { id: 'd' },
      ],
    });
    expect(player.snapshot.timers.map(({ delayMs }) => delayMs)).toEqual([10, 20]);
    player.wait(10);
    expect(player.leaves).toEqual(['c']);
  });

  it('that no condition lets pass is over, and says so', () => {
    const player = play({ states: [{ id: 'a', after: [{ delayMs: 10, cond: 'false', target: 'b' }] }, { id: 'b' }] });
    expect(player.wait(10).outcome).toBe('unhandled');
    expect(player.snapshot.timers).toEqual([]);
  });

  it('names its timer in the trace', () => {
    const player = play(idle);
    const step = player.wait(1_000);
    expect(traced(step, 'event')).toEqual([{ type: 'event', name: 'after.1000.awake', from: 'timer' }]);
    expect(traced(step, 'transition')).toMatchObject([{ event: 'after.1000.awake', targets: ['idle'] }]);
  });

  it('is not taken for another state by a transition on every event', () => {
    const player = play({
      states: [
        {
          id: 'P',
          type: 'parallel',
          states: [
            { id: 'L', after: [{ delayMs: 5, do: [{ log: 'L' }] }] },
            { id: 'R', transitions: [{ event: '*', do: [{ log: 'R' }] }] },
          ],
        },
      ],
    });
    expect(logged(player.wait(5))).toEqual(['L']);
  });
});

describe('timers that are due together', () => {
  it('fire by due time, then in document order, each run to completion', () => {
    const region = (id: string, delayMs: number) => ({
      id,
      after: [{ delayMs, do: [{ log: id }, { raise: 'tick' }] }],
      transitions: [{ event: 'tick', do: [{ log: `tick ${id}` }] }],
    });
    const player = play({
      states: [{ id: 'P', type: 'parallel', states: [region('A', 20), region('B', 10), region('C', 10)] }],
    });
    const ticks = ['tick A', 'tick B', 'tick C'];
    expect(logged(player.wait(50))).toEqual(['B', ...ticks, 'C', ...ticks, 'A', ...ticks]);
  });

  it('do not fire once an earlier one has left their state', () => {
    const player = play({
      states: [
        {
          id: 'a',
          after: [
            { delayMs: 10, target: 'b' },
            { delayMs: 20, target: 'wrong' },
          ],
        },
        { id: 'b' },
        { id: 'wrong' },
      ],
    });
    player.wait(100);
    expect(player.leaves).toEqual(['b']);
  });

  it('include one that was started by another and is due at once', () => {
    const player = play({
      states: [
        { id: 'a', after: [{ delayMs: 10, target: 'b' }] },
        { id: 'b', after: [{ delayMs: 0, target: 'c' }] },
        { id: 'c' },
      ],
    });
    player.wait(10);
    expect(player.leaves).toEqual(['c']);
  });

  it('stop at a limit when they start each other for ever', () => {
    const player = play({ states: [{ id: 'a', after: [{ delayMs: 0, target: 'a' }] }] });
    const step = player.wait(0);
    expect(step.outcome).toBe('taken');
    expect(step.failures).toMatchObject([{ code: 'limit-microsteps', event: 'after.0.a' }]);
    expect(step.snapshot.timers).toEqual([]);
  });

  it('let the others fire when one of them hits a limit', () => {
    const player = play({
      states: [
        {
          id: 'P',
          type: 'parallel',
          states: [
            {
              id: 'A',
              states: [
                { id: 'a1', after: [{ delayMs: 5, target: 'a2' }] },
                { id: 'a2', transitions: [{ target: 'a2' }] },
              ],
            },
            { id: 'B', states: [{ id: 'b1', after: [{ delayMs: 5, target: 'b2' }] }, { id: 'b2' }] },
          ],
        },
      ],
    });
    const step = player.wait(5);
    expect(step.failures).toMatchObject([{ code: 'limit-microsteps', event: 'after.5.a1' }]);
    expect(player.leaves).toEqual(['a1', 'b2']);
    expect(step.snapshot.timers).toEqual([]);
  });

  it('do not come back when the only one fails', () => {
    const player = play({
      states: [
        { id: 'a', after: [{ delayMs: 5, target: 'b' }] },
        { id: 'b', transitions: [{ target: 'b' }] },
      ],
    });
    expect(player.wait(5)).toMatchObject({ outcome: 'failed', failure: { code: 'limit-microsteps' } });
    expect(player.leaves).toEqual(['a']);
    expect(player.wait(5)).toMatchObject({ outcome: 'refused', refusal: 'nothing-due' });
  });

  it('take nothing along that was deferred beside the one that fails', () => {
    const player = play({
      states: [
        {
          id: 'a',
          entry: [{ send: { event: 'later', delayMs: 5 } }],
          defer: ['later'],
          after: [{ delayMs: 5, target: 'b' }],
        },
        { id: 'b', transitions: [{ target: 'b' }] },
      ],
    });
    const step = player.wait(5);
    expect(step.outcome).toBe('unhandled');
    expect(step.failures).toMatchObject([{ code: 'limit-microsteps', event: 'after.5.a' }]);
    expect(step.snapshot.deferred).toMatchObject([{ name: 'later' }]);
  });
});

describe('a timer whose step would make the snapshot too large', () => {
  it('is gone too, and nothing else has happened', () => {
    const player = play({
      limits: { snapshotBytes: 1_000 },
      data: [
        { id: 'x', value: 'y'.repeat(400) },
        { id: 'z', value: '' },
      ],
      states: [{ id: 'a', after: [{ delayMs: 5, target: 'b', do: [{ assign: 'z', expr: 'x' }] }] }, { id: 'b' }],
    });
    expect(player.wait(5)).toMatchObject({ outcome: 'failed', failure: { code: 'limit-snapshot-bytes' } });
    expect(player.snapshot).toMatchObject({ configuration: ['a'], timers: [], data: { z: '' } });
  });
});
