import type { CoreMachine } from '../core-format.ts';
import { restore } from '../restore.ts';
import { build, effectsOf, logged, play, Player } from '../testing/player.ts';

function child(parts: Omit<CoreMachine, 'schema' | 'id'>, id = 'child'): CoreMachine {
  return { schema: 'core/1', id, ...parts };
}

/** A child that says something to its parent and stays. */
const speaker = (event: string): CoreMachine =>
  child({ states: [{ id: 'k', entry: [{ send: { event, target: '#_parent' } }] }] });

describe('children inside children', () => {
  const nested = build({
    data: [{ id: 'sum', value: 0 }],
    states: [
      {
        id: 's',
        invoke: [
          {
            id: 'middle',
            machine: child({
              states: [
                {
                  id: 'm',
                  invoke: [
                    {
                      id: 'inner',
                      machine: child({
                        states: [
                          {
                            id: 'i',
                            after: [{ delayMs: 10, target: 'f' }],
                            invoke: [{ id: 'job', src: 'work' }],
                            transitions: [
                              { event: 'done.invoke.job', do: [{ send: { event: 'worked', target: '#_parent' } }] },
                            ],
                          },
                          { id: 'f', type: 'final', donedata: { content: '5' } },
                        ],
                      }),
                    },
                  ],
                  transitions: [
                    { event: 'worked', do: [{ send: { event: 'worked', target: '#_parent' } }] },
                    {
                      event: 'done.invoke.inner',
                      do: [{ send: { event: 'sum', target: '#_parent', content: '_event.data' } }],
                    },
                  ],
                },
              ],
            }),
          },
        ],
        transitions: [
          { event: 'sum', do: [{ assign: 'sum', expr: 'sum + _event.data' }] },
          { event: 'worked', do: [{ log: 'worked' }] },
          { event: 'stop', target: 'off' },
        ],
      },
      { id: 'off' },
    ],
  });

  it('live in the snapshot of the outermost, come back from its bytes, and fire by its time', () => {
    const player = new Player(nested);
    const restored = restore(nested, new TextEncoder().encode(JSON.stringify(player.snapshot)));
    expect(restored).toEqual({ ok: true, snapshot: player.snapshot });
    player.wait(10);
    expect(player.snapshot.data['sum']).toBe(5);
    expect(player.snapshot.children?.[0]?.snapshot?.children).toMatchObject([{ invoke: 'inner', snapshot: null }]);
    player.send('stop');
    expect(player.snapshot).not.toHaveProperty('children');
  });

  it('ask for work outside, whose result finds them; leaving cancels it', () => {
    const player = new Player(nested);
    const [effect] = effectsOf(player.last, 'invoke');
    expect(effect?.session).toBe(player.snapshot.children?.[0]?.snapshot?.children?.[0]?.session);
    expect(logged(player.answer(effect?.operation ?? '', 'done'))).toEqual(['worked']);
    expect(player.answer(effect?.operation ?? '', 'done')).toMatchObject({ refusal: 'stale-operation' });
    const again = new Player(nested);
    expect(effectsOf(again.send('stop'), 'cancel')).toMatchObject([{ operation: effect?.operation }]);
    expect(again.answer(effect?.operation ?? '', 'done')).toMatchObject({ refusal: 'stale-operation' });
  });

  it('keep their timers and operations within the limits of the whole', () => {
    const timers = (delayMs: number): CoreMachine => child({ states: [{ id: 'k', after: [{ delayMs, do: [] }] }] });
    const machine = build({
      limits: { timers: 2 },
      states: [
        { id: 's', transitions: [{ event: 'go', target: 't' }] },
        { id: 't', invoke: [1, 2, 3].map((ms) => ({ machine: timers(ms) })) },
      ],
    });
    const player = new Player(machine);
    expect(player.send('go')).toMatchObject({ outcome: 'failed', failure: { code: 'limit-timers' } });
    expect(player.leaves).toEqual(['s']);
  });

  it.each([4, 5])('run up to their limit, and not one more', (count) => {
    const machine = build({
      limits: { children: 4 },
      states: [
        { id: 's', transitions: [{ event: 'go', target: 't' }] },
        {
          id: 't',
          invoke: Array.from({ length: count }, (_, index) => ({ id: `kid${index}`, machine: speaker('hi') })),
        },
      ],
    });
    const player = new Player(machine);
    player.send('go');
    expect(player.last.failure?.code ?? player.snapshot.children?.length).toBe(count === 4 ? 4 : 'limit-children');
  });

  it('cannot go on for ever: a machine that begins itself stops at the limit', () => {
    const self: CoreMachine = child({ states: [{ id: 'k', invoke: [{ machine: 'self' }] }] }, 'self');
    const player = play({
      machines: { self },
      states: [
        { id: 's', transitions: [{ event: 'go', target: 't' }] },
        { id: 't', invoke: [{ machine: 'self' }] },
      ],
    });
    expect(player.send('go')).toMatchObject({ outcome: 'failed', failure: { code: 'limit-children' } });
    expect(player.leaves).toEqual(['s']);
  });

  it('count their states, regions and transitions together', () => {
    const three = child({ states: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] });
    const sketch = { states: [{ id: 's', invoke: [{ machine: three }, { machine: three }] }] };
    expect(() => build({ ...sketch, limits: { states: 7 } })).not.toThrow();
    expect(() => build({ ...sketch, limits: { states: 6 } })).toThrow('limit-states');
  });
});
