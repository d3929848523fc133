import type { Value } from '@parley/expression';
import type { CoreAction } from './core-format.ts';
import { logged, play, traced } from './testing/player.ts';

describe('an action that fails', () => {
  const machine = {
    data: [{ id: 'n', value: 0 }],
    states: [
      {
        id: 'a',
        exit: [{ assign: 'n', expr: '1 / 0' }, { log: 'not reached' }],
        transitions: [{ event: 'go', target: 'b', do: [{ log: 'still reached' }] }],
      },
      {
        id: 'b',
        entry: [{ log: 'b' }],
        transitions: [{ event: 'error.execution', do: [{ log: 'error', expr: 'event.at' }] }],
      },
    ],
  };

  it('ends its block, not the others, and raises error.execution [E073]', () => {
    const step = play(machine).send('go');
    expect(logged(step)).toEqual(['still reached', 'b', 'error="/states/0/exit/0"']);
  });

  it('is named in the trace', () => {
    const [first] = traced(play(machine).send('go'), 'action');
    expect(first).toMatchObject({ action: 'assign n', at: '/states/0/exit/0' });
    expect(first?.error).toContain('1 / 0');
  });

  it.each([
    ['assigning where nothing can be', { assign: 'vars.none.inside', expr: '1' }],
    ['assigning to a name that is not declared', { assign: 'unknown', expr: '1' }],
    ['assigning beyond a list', { assign: 'vars.list[7]', expr: '1' }],
    ['walking over what is no list', { foreach: 'vars', item: 'x', do: [] }],
    ['computing an effect from what is unset', { effect: 'say', values: { x: 'vars.none' } }],
    ['computing an event from what is unset', { raise: 'x', data: { x: 'vars.none' } }],
  ])('may be %s', (_what, action) => {
    const player = play({
      data: [{ id: 'vars', value: { list: [] } }],
      states: [
        {
          id: 'a',
          transitions: [
            { event: 'go', do: [action, { log: 'not reached' }] },
            { event: 'error', do: [{ log: 'error' }] },
          ],
        },
      ],
    });
    expect(logged(player.send('go'))).toEqual(['error']);
  });

  it('matches a transition on the prefix error', () => {
    const player = play({
      states: [
        {
          id: 'a',
          transitions: [
            { event: 'go', do: [{ log: 'x', expr: 'unknown' }] },
            { event: 'error', target: 'b' },
          ],
        },
        { id: 'b' },
      ],
    });
    player.send('go');
    expect(player.leaves).toEqual(['b']);
  });
});

describe('a condition that fails', () => {
  const machine = {
    states: [
      {
        id: 'a',
        transitions: [
          { event: 'go', cond: 'event.missing > 1', target: 'b' },
          { event: 'go', do: [{ log: 'next' }] },
          { event: 'error.execution', do: [{ log: 'error', expr: 'event.at' }] },
        ],
      },
      { id: 'b' },
    ],
  };

  it('is false, and raises error.execution [E071]', () => {
    const player = play(machine);
    expect(logged(player.send('go', {}))).toEqual(['next', 'error="/states/0/transitions/0"']);
    expect(player.leaves).toEqual(['a']);
  });

  it('is recorded as an error in the trace', () => {
    const [condition] = traced(play(machine).send('go', {}), 'condition');
    expect(condition).toMatchObject({ result: 'error', source: 'event.missing > 1' });
    expect(condition?.operands).toEqual([{ text: 'event.missing', value: undefined }]);
  });

  it('counts as failed when it is neither true nor false', () => {
    const player = play({
      states: [
        {
          id: 'a',
          transitions: [
            { event: 'go', cond: '1 + 1', target: 'b' },
            { event: 'error', do: [{ log: 'error', expr: 'event.code' }] },
          ],
        },
        { id: 'b' },
      ],
    });
    expect(logged(player.send('go'))).toEqual(['error="not-boolean"']);
  });

  it('without an event raises its error once, until something moves', () => {
    const player = play({
      data: [{ id: 'n', value: 0 }],
      states: [
        {
          id: 'a',
          transitions: [
            { cond: 'n > missing', target: 'b' },
            { event: 'error', cond: 'n < 2', do: [{ assign: 'n', expr: 'n + 1' }] },
          ],
        },
        { id: 'b' },
      ],
    });
    expect(player.last.outcome).toBe('taken');
    expect(player.snapshot.data).toEqual({ n: 2 });
    expect(player.send('x').outcome).toBe('unhandled');
  });

  it('in a branch falls through to the next branch', () => {
    const player = play({
      states: [
        {
          id: 'a',
          transitions: [
            {
              event: 'go',
              do: [{ if: [{ cond: 'event.x > 1', do: [] }, { do: [{ log: 'else' }] }] }, { log: 'goes on' }],
            },
            { event: 'error', do: [{ log: 'error' }] },
          ],
        },
      ],
    });
    expect(logged(player.send('go', {}))).toEqual(['else', 'goes on', 'error']);
  });
});

describe('the names of the system', () => {
  it('are the event, the machine, the session and the time', () => {
    const player = play({
      id: 'shop',
      states: [
        {
          id: 'a',
          transitions: [
            {
              event: 'go',
              do: [
                { log: 'event', expr: '_event' },
                { log: 'data', expr: 'event.x' },
                { log: 'name', expr: '_name' },
                { log: 'session', expr: '_sessionid' },
                { log: 'now', expr: '_now' },
              ],
            },
          ],
        },
      ],
    });
    expect(logged(player.send('go', { x: 1 }))).toEqual([
      'event={"name":"go","type":"external","sendid":null,"origin":null,"origintype":null,"invokeid":null,"data":{"x":1}}',
      'data=1',
      'name="shop"',
      'session="talk"',
      'now=1000',
    ]);
  });

  it('are not bound to an event before the first one', () => {
    const player = play({
      states: [
        {
          id: 'a',
          transitions: [
            { cond: '_event.name == "x"', target: 'b' },
            { event: 'error', target: 'c' },
          ],
        },
        { id: 'b' },
        { id: 'c' },
      ],
    });
    expect(player.leaves).toEqual(['c']);
  });
});

describe('a fault that shows only when it is reached', () => {
  it.each<[string, CoreAction, string]>([
    ['an event with a blank', { raise: 'a b' }, 'event-malformed'],
    ['an event of the kernel', { raise: 'done.x' }, 'event-reserved'],
    ['a datum of the system taken away', { unset: '_event' }, 'location-read-only'],
    ['a datum of the system set', { assign: 'event', expr: '1' }, 'no-such-location'],
    ['an item that is no name', { foreach: '[1]', item: 'a b', do: [] }, 'name-illegal'],
    ['an index that is no name', { foreach: '[1]', item: 'i', index: '_x', do: [] }, 'name-illegal'],
  ])('is told by its code: %s', (_what, action, code) => {
    const player = play({
      faults: 'run',
      states: [
        {
          id: 's',
          transitions: [
            { event: 'go', do: [action] },
            { event: 'error.execution', do: [{ log: 'heard', expr: '_event.data.code' }] },
          ],
        },
      ],
    });
    expect(logged(player.send('go'))).toEqual([`heard=${JSON.stringify(code)}`]);
  });

  it('is never taken for a limit: what breaks inside comes out', () => {
    const data = Object.defineProperty({}, 'x', {
      enumerable: true,
      get: () => {
        throw new Error('broken');
      },
    }) as Value;
    const player = play({ states: [{ id: 's', transitions: [{ event: 'go', cond: 'event.x' }] }] });
    expect(() => player.send('go', data)).toThrow('broken');
  });
});
