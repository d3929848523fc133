import { logged, play } from './testing/player.ts';
import type { Sketch } from './testing/player.ts';

const player = (kind: 'shallow' | 'deep'): Sketch => ({
  states: [
    {
      id: 'on',
      initial: 'radio',
      transitions: [{ event: 'off', target: 'standby' }],
      states: [
        { id: 'back', type: 'history', history: kind, initial: { target: 'radio', do: [{ log: 'first time' }] } },
        { id: 'radio', transitions: [{ event: 'next', target: 'disc' }] },
        {
          id: 'disc',
          states: [{ id: 'stopped', transitions: [{ event: 'play', target: 'playing' }] }, { id: 'playing' }],
        },
      ],
    },
    { id: 'standby', transitions: [{ event: 'on', target: 'back' }] },
  ],
});

describe('a history state', () => {
  it('leads to its default while nothing is recorded, and runs its actions', () => {
    const sketch = player('shallow');
    const machine = play({ ...sketch, initial: 'standby' });
    expect(logged(machine.send('on'))).toEqual(['first time']);
    expect(machine.leaves).toEqual(['radio']);
  });

  it('brings back the child that was active, and its default inside, if shallow', () => {
    const machine = play(player('shallow'));
    for (const event of ['next', 'play', 'off']) machine.send(event);
    expect(machine.snapshot.history).toEqual({ back: ['disc'] });
    expect(logged(machine.send('on'))).toEqual([]);
    expect(machine.leaves).toEqual(['stopped']);
  });

  it('brings back all that was active inside, if deep', () => {
    const machine = play(player('deep'));
    for (const event of ['next', 'play', 'off', 'on']) machine.send(event);
    expect(machine.leaves).toEqual(['playing']);
  });

  it('brings back every region of a parallel state', () => {
    const machine = play({
      states: [
        {
          id: 'P',
          type: 'parallel',
          transitions: [{ event: 'out', target: 'away' }],
          states: [
            { id: 'h', type: 'history', history: 'deep', initial: ['l1', 'r1'] },
            { id: 'L', states: [{ id: 'l1', transitions: [{ event: 'left', target: 'l2' }] }, { id: 'l2' }] },
            { id: 'R', states: [{ id: 'r1', transitions: [{ event: 'right', target: 'r2' }] }, { id: 'r2' }] },
          ],
        },
        { id: 'away', transitions: [{ event: 'in', target: 'h' }] },
      ],
    });
    for (const event of ['right', 'out', 'in']) machine.send(event);
    expect(machine.leaves).toEqual(['l1', 'r2']);
  });

  it('may be where a compound state begins', () => {
    const machine = play({
      states: [
        {
          id: 'on',
          initial: 'back',
          transitions: [{ event: 'off', target: 'standby' }],
          states: [
            { id: 'back', type: 'history', initial: 'one' },
            { id: 'one', transitions: [{ event: 'next', target: 'two' }] },
            { id: 'two' },
          ],
        },
        { id: 'standby', transitions: [{ event: 'on', target: 'on' }] },
      ],
    });
    expect(machine.leaves).toEqual(['one']);
    for (const event of ['next', 'off', 'on']) machine.send(event);
    expect(machine.leaves).toEqual(['two']);
  });

  it('re-enters from inside what was just left, so that a digression returns to its question', () => {
    const machine = play({
      states: [
        {
          id: 'task',
          initial: 'amount',
          transitions: [{ event: 'fees', target: 'resume', do: [{ log: 'free' }] }],
          states: [
            { id: 'resume', type: 'history', history: 'deep', initial: 'amount' },
            { id: 'amount', transitions: [{ event: 'next', target: 'recipient' }] },
            { id: 'recipient', entry: [{ log: 'to whom' }] },
          ],
        },
      ],
    });
    machine.send('next');
    expect(logged(machine.send('fees'))).toEqual(['free', 'to whom']);
    expect(machine.leaves).toEqual(['recipient']);
  });

  it('aimed at from inside leaves alone what is still active around both, other regions too', () => {
    const machine = play({
      states: [
        {
          id: 'work',
          initial: 'desk',
          states: [
            { id: 'back', type: 'history', history: 'deep', initial: 'second' },
            {
              id: 'desk',
              type: 'parallel',
              entry: [{ log: 'sits down' }],
              exit: [{ log: 'stands up' }],
              states: [
                {
                  id: 'task',
                  states: [
                    { id: 'first', transitions: [{ event: 'resume', target: 'back' }] },
                    { id: 'second', transitions: [{ event: 'leave', target: 'home' }] },
                  ],
                },
                {
                  id: 'radio',
                  states: [{ id: 'off', transitions: [{ event: 'switch', target: 'on' }] }, { id: 'on' }],
                },
              ],
            },
          ],
        },
        { id: 'home' },
      ],
    });
    machine.send('switch');
    expect(logged(machine.send('resume'))).toEqual([]);
    expect(machine.leaves).toEqual(['second', 'on']);
    expect(logged(machine.send('leave'))).toEqual(['stands up']);
  });
});
