import type { CoreState } from '../core-format.ts';
import { child } from '../testing/child.ts';
import { effectsOf, logged, play } from '../testing/player.ts';
import type { Player } from '../testing/player.ts';

const PASS: readonly CoreState[] = [{ id: 'pass' }, { id: 'fail' }];

describe('W3C 6.4: what a child machine and its parent tell each other', () => {
  it('hears its parent by its invoke id and by its session; the parent hears it by #_parent (IRP 190, 191, 192, 253)', () => {
    const player = play({
      states: [
        {
          id: 's',
          invoke: [
            {
              id: 'kid',
              machine: child({
                states: [
                  {
                    id: 'k',
                    entry: [{ send: { event: 'ready', target: '#_parent', params: { me: '_sessionid' } } }],
                    transitions: [
                      { event: 'ping', do: [{ send: { event: 'pong', targetexpr: '_event.origin' } }] },
                      {
                        event: 'again',
                        do: [{ send: { event: 'over', target: '#_parent', params: { from: '_event.origin' } } }],
                      },
                    ],
                  },
                ],
              }),
            },
          ],
          transitions: [
            { event: 'ready', do: [{ send: { event: 'ping', target: '#_kid' } }] },
            { event: 'pong', do: [{ send: { event: 'again', targetexpr: '_event.origin' } }] },
            { event: 'over', do: [{ log: 'over', expr: '[_event.invokeid, _event.data.from]' }] },
          ],
        },
      ],
    });
    expect(logged(player.last)).toEqual(['over=["kid","#_scxml_talk"]']);
  });

  it('is told of every external event where it is wanted, as it is (IRP 229, 230)', () => {
    const player = play({
      states: [
        {
          id: 's',
          invoke: [
            {
              id: 'kid',
              autoforward: true,
              machine: child({
                states: [{ id: 'k', transitions: [{ event: '*', do: [{ log: 'kid', expr: '_event' }] }] }],
              }),
            },
            {
              id: 'deaf',
              machine: child({ states: [{ id: 'k', transitions: [{ event: '*', do: [{ log: 'deaf' }] }] }] }),
            },
          ],
          transitions: [
            { event: 'inner', do: [{ log: 'inner' }] },
            { event: '*', do: [{ log: 'parent', expr: '_event' }, { raise: 'inner' }] },
          ],
        },
      ],
    });
    const step = player.give({ kind: 'event', name: 'e', data: 1, sendid: 'i', origin: 'o', origintype: 't' });
    const [parent, inner, kid, ...more] = effectsOf(step, 'log');
    expect([parent?.label, inner?.label, kid?.label, more.length]).toEqual(['parent', 'inner', 'kid', 0]);
    expect(kid?.value).toEqual(parent?.value);
    expect(kid?.value).toMatchObject({ name: 'e', data: 1, sendid: 'i', origin: 'o', origintype: 't' });
    expect(kid?.session).toBe(player.snapshot.children?.[0]?.session);
  });

  it('cannot forge events of the kernel', () => {
    const player = play({
      states: [
        {
          id: 's',
          invoke: [
            {
              id: 'kid',
              machine: child({
                states: [
                  {
                    id: 'k',
                    entry: [{ send: { eventexpr: "'done.invoke.kid'", target: '#_parent' } }],
                    transitions: [
                      { event: 'error.execution', do: [{ send: { event: 'refused', target: '#_parent' } }] },
                    ],
                  },
                ],
              }),
            },
          ],
          transitions: [
            { event: 'done.invoke', target: 'fail' },
            { event: 'refused', target: 'pass' },
          ],
        },
        ...PASS,
      ],
    });
    expect(player.leaves).toEqual(['pass']);
    expect(player.give({ kind: 'event', name: 'x', invokeid: 'kid' } as Parameters<Player['give']>[0])).toMatchObject({
      refusal: 'reserved-event',
    });
  });
});
