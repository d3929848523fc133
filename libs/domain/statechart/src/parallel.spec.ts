import { logged, play } from './testing/player.ts';

const lamps = {
  states: [
    {
      id: 'P',
      type: 'parallel' as const,
      entry: [{ log: '+P' }],
      exit: [{ log: '-P' }],
      transitions: [{ event: 'off', target: 'dark' }],
      states: [
        {
          id: 'L',
          entry: [{ log: '+L' }],
          exit: [{ log: '-L' }],
          states: [
            { id: 'l1', entry: [{ log: '+l1' }], exit: [{ log: '-l1' }], transitions: [{ event: 'go', target: 'l2' }] },
            { id: 'l2', entry: [{ log: '+l2' }], exit: [{ log: '-l2' }] },
          ],
        },
        {
          id: 'R',
          entry: [{ log: '+R' }],
          exit: [{ log: '-R' }],
          states: [
            { id: 'r1', entry: [{ log: '+r1' }], exit: [{ log: '-r1' }], transitions: [{ event: 'go', target: 'r2' }] },
            { id: 'r2', entry: [{ log: '+r2' }], exit: [{ log: '-r2' }] },
          ],
        },
      ],
    },
    {
      id: 'dark',
      transitions: [
        { event: 'on', target: ['l2', 'r1'] },
        { event: 'some', target: 'r2' },
      ],
    },
  ],
};

describe('a parallel state', () => {
  it('enters all of its regions in document order', () => {
    const player = play(lamps);
    expect(logged(player.last)).toEqual(['+P', '+L', '+l1', '+R', '+r1']);
    expect(player.states).toEqual(['P', 'L', 'l1', 'R', 'r1']);
  });

  it('hands one event to every region, exits first, entries last', () => {
    const player = play(lamps);
    expect(logged(player.send('go'))).toEqual(['-r1', '-l1', '+l2', '+r2']);
  });

  it('leaves its regions in reverse document order', () => {
    const player = play(lamps);
    expect(logged(player.send('off'))).toEqual(['-r1', '-R', '-l1', '-L', '-P']);
  });

  it('is entered at several targets at once', () => {
    const player = play(lamps);
    player.send('off');
    player.send('on');
    expect(player.leaves).toEqual(['l2', 'r1']);
  });

  it('enters the regions that no target names by default', () => {
    const player = play(lamps);
    player.send('off');
    player.send('some');
    expect(player.leaves).toEqual(['l1', 'r2']);
  });

  it('sees the states of other regions through In()', () => {
    const player = play({
      states: [
        {
          id: 'P',
          type: 'parallel',
          states: [
            { id: 'L', states: [{ id: 'l1', transitions: [{ event: 'left', target: 'l2' }] }, { id: 'l2' }] },
            { id: 'R', states: [{ id: 'r1', transitions: [{ cond: "In('l2')", target: 'r2' }] }, { id: 'r2' }] },
          ],
        },
      ],
    });
    expect(player.leaves).toEqual(['l1', 'r1']);
    player.send('left');
    expect(player.leaves).toEqual(['l2', 'r2']);
  });

  it('lets the region that comes first win when two transitions leave the same state', () => {
    const player = play({
      states: [
        {
          id: 'P',
          type: 'parallel',
          states: [
            { id: 'L', states: [{ id: 'l', transitions: [{ event: 'out', target: 'x' }] }] },
            { id: 'R', states: [{ id: 'r', transitions: [{ event: 'out', target: 'y' }] }] },
          ],
        },
        { id: 'x' },
        { id: 'y' },
      ],
    });
    player.send('out');
    expect(player.leaves).toEqual(['x']);
  });

  it('lets a transition inside pre-empt one of the parallel state itself, found by another region', () => {
    const player = play({
      states: [
        {
          id: 'P',
          type: 'parallel',
          transitions: [{ event: 'go', target: 'x' }],
          states: [
            { id: 'L', states: [{ id: 'l' }] },
            { id: 'R', states: [{ id: 'r1', transitions: [{ event: 'go', target: 'r2' }] }, { id: 'r2' }] },
          ],
        },
        { id: 'x' },
      ],
    });
    player.send('go');
    expect(player.leaves).toEqual(['l', 'r2']);
  });

  it('runs a transition once although several regions lead up to it', () => {
    const player = play({
      states: [
        {
          id: 'P',
          type: 'parallel',
          transitions: [{ event: 'ping', do: [{ log: 'pong' }] }],
          states: [{ id: 'L' }, { id: 'R' }, { id: 'S' }],
        },
      ],
    });
    expect(logged(player.send('ping'))).toEqual(['pong']);
  });
});

describe('an end', () => {
  const task = {
    states: [
      {
        id: 'task',
        transitions: [{ event: 'done.state.task', target: 'after', do: [{ log: 'result', expr: 'event.sum' }] }],
        states: [
          { id: 'work', transitions: [{ event: 'finish', target: 'finished' }] },
          { id: 'finished', type: 'final' as const, donedata: { params: { sum: '1 + 2' } } },
        ],
      },
      { id: 'after' },
    ],
  };

  it('of a compound state raises done.state with its data', () => {
    const player = play(task);
    expect(logged(player.send('finish'))).toEqual(['result=3']);
    expect(player.leaves).toEqual(['after']);
  });

  it('of a parallel state comes when its last region has ended', () => {
    const player = play({
      states: [
        {
          id: 'P',
          type: 'parallel',
          transitions: [
            { event: 'done.state.L', do: [{ log: 'L' }] },
            { event: 'done.state.P', target: 'after', do: [{ log: 'P' }] },
          ],
          states: [
            {
              id: 'L',
              states: [
                { id: 'l', transitions: [{ event: 'left', target: 'lf' }] },
                { id: 'lf', type: 'final' },
              ],
            },
            {
              id: 'R',
              states: [
                { id: 'r', transitions: [{ event: 'right', target: 'rf' }] },
                { id: 'rf', type: 'final' },
              ],
            },
          ],
        },
        { id: 'after' },
      ],
    });
    expect(logged(player.send('left'))).toEqual(['L']);
    expect(logged(player.send('right'))).toEqual(['P']);
    expect(player.leaves).toEqual(['after']);
  });

  it('of a parallel state does not come while a region has no end at all', () => {
    const player = play({
      states: [
        {
          id: 'P',
          type: 'parallel',
          states: [{ id: 'plain' }, { id: 'R', states: [{ id: 'end', type: 'final' }] }],
          transitions: [{ event: 'done.state.P', do: [{ log: 'done' }] }],
        },
      ],
    });
    expect(logged(player.last)).toEqual([]);
    expect(player.leaves).toEqual(['plain', 'end']);
  });

  it('of the machine runs every exit action and leaves nothing waiting', () => {
    const player = play({
      states: [
        {
          id: 'P',
          exit: [{ log: '-P' }],
          after: [{ delayMs: 5, target: 'end' }],
          transitions: [{ event: 'stop', target: 'end' }],
          states: [{ id: 'p', exit: [{ log: '-p' }] }],
        },
        { id: 'end', type: 'final', entry: [{ log: '+end' }], exit: [{ log: '-end' }], donedata: { content: '42' } },
      ],
    });
    expect(logged(player.send('stop'))).toEqual(['-p', '-P', '+end', '-end']);
    expect(player.snapshot).toMatchObject({ status: 'done', configuration: ['end'], timers: [], output: 42 });
    expect(player.send('stop')).toMatchObject({ outcome: 'refused', refusal: 'machine-done' });
    expect(player.wait(10)).toMatchObject({ outcome: 'refused', refusal: 'machine-done' });
  });

  it('of the machine cancels the work that is open', () => {
    const player = play({
      states: [
        {
          id: 'P',
          type: 'parallel',
          states: [
            { id: 'L', invoke: [{ id: 'job', src: 'x' }] },
            { id: 'R', transitions: [{ event: 'stop', target: 'end' }] },
          ],
        },
        { id: 'end', type: 'final' },
      ],
    });
    const [open] = player.snapshot.operations;
    expect(player.send('stop').effects).toEqual([
      { kind: 'cancel', operation: open?.operation, at: '/states/0/states/0/invoke/0' },
    ]);
  });

  it('is not followed by what the machine raised while ending', () => {
    const player = play({
      transitions: [{ event: 'late', do: [{ log: 'late' }] }],
      states: [
        { id: 'a', transitions: [{ event: 'stop', target: 'end', do: [{ raise: 'late' }] }] },
        { id: 'end', type: 'final' },
      ],
    });
    expect(logged(player.send('stop'))).toEqual([]);
  });
});
