import type { CoreAction, CoreState } from '../core-format.ts';
import type { Player } from '../testing/player.ts';
import { effectsOf, logged, play } from '../testing/player.ts';

const say = (label: string): readonly CoreAction[] => [{ log: label }];
const told = (id: string): Pick<CoreState, 'id' | 'entry' | 'exit'> => ({
  id,
  entry: say(`+${id}`),
  exit: say(`-${id}`),
});

describe('W3C 3.13 and D: selecting and executing transitions', () => {
  const order = (player: Player): readonly string[] => effectsOf(player.last, 'log').map(({ label }) => label);

  it('takes the first in document order, and that of the innermost state (IRP 403)', () => {
    const player = play({
      states: [
        {
          id: 's',
          transitions: [
            { event: 'e', do: say('outer') },
            { event: 'f', do: say('outer') },
          ],
          states: [
            {
              id: 's1',
              transitions: [
                { event: 'e', cond: '1 == 2', do: say('no') },
                { event: 'e', do: say('first') },
                { event: 'e', do: say('second') },
              ],
            },
          ],
        },
      ],
    });
    expect(logged(player.send('e'))).toEqual(['first']);
    expect(logged(player.send('f'))).toEqual(['outer']);
  });

  it('lets a transition of a descendant preempt that of its ancestor; else the first region wins (IRP 403)', () => {
    const machine = (inner: readonly CoreState[]): Player =>
      play({
        states: [
          { id: 'p', type: 'parallel', states: inner, transitions: [{ event: 'e', target: 'x', do: say('p') }] },
          { id: 'x' },
          { id: 'y' },
          { id: 'z' },
        ],
      });
    const leaving = (id: string, target: string): CoreState => ({
      id,
      transitions: [{ event: 'e', target, do: say(id) }],
    });
    const first = machine([leaving('a', 'y'), leaving('b', 'z')]);
    expect(logged(first.send('e'))).toEqual(['a']);
    expect(first.leaves).toEqual(['y']);
    const inside = machine([
      {
        id: 'a',
        states: [{ id: 'a1', transitions: [{ event: 'e', target: 'a2', do: say('a1') }] }, { id: 'a2' }],
      },
      { id: 'b' },
    ]);
    expect(logged(inside.send('e'))).toEqual(['a1']);
    expect(inside.leaves).toEqual(['a2', 'b']);
  });

  it('needs to be inside of all that it conflicts with to win: inside of one is not enough', () => {
    const player = play({
      states: [
        {
          id: 'P',
          type: 'parallel',
          states: [
            {
              id: 'B',
              transitions: [{ event: 'e', target: 'b2', internal: true }],
              states: [{ id: 'b1' }, { id: 'b2' }],
            },
            {
              id: 'A',
              initial: ['q1', 'q2'],
              transitions: [{ event: 'e', target: 'a', internal: true }],
              states: [
                {
                  id: 'Q',
                  type: 'parallel',
                  states: [{ id: 'q1' }, { id: 'q2', transitions: [{ event: 'e', target: 'out' }] }],
                },
                { id: 'a' },
              ],
            },
          ],
        },
        { id: 'out' },
      ],
    });
    expect(player.send('e').outcome).toBe('taken');
    expect(player.leaves).toEqual(['b2', 'a']);
  });

  it('takes a targetless transition beside that of an ancestor: they leave nothing in common', () => {
    const player = play({
      states: [
        {
          id: 'p',
          type: 'parallel',
          states: [{ id: 'a', transitions: [{ event: 'e', do: say('a') }] }, { id: 'b' }],
          transitions: [{ event: 'e', target: 'x', do: say('p') }],
        },
        { id: 'x' },
      ],
    });
    expect(logged(player.send('e'))).toEqual(['a', 'p']);
    expect(player.leaves).toEqual(['x']);
  });

  it('exits inner before outer and later before earlier, then acts, then enters in document order (IRP 404 to 409)', () => {
    const region = (id: string, target: string): CoreState => ({
      ...told(id),
      states: [{ ...told(`${id}1`), transitions: [{ event: 'e', target, do: say(`${id}1>`) }] }, told(`${id}2`)],
    });
    const player = play({
      states: [
        {
          ...told('p'),
          type: 'parallel',
          states: [region('a', 'a2'), region('b', 'b2')],
          transitions: [{ event: 'out', target: 'q', do: say('>') }],
        },
        { ...told('q'), type: 'parallel', states: [told('q1'), told('q2')] },
      ],
    });
    expect(order(player)).toEqual(['+p', '+a', '+a1', '+b', '+b1']);
    player.send('e');
    expect(order(player)).toEqual(['-b1', '-a1', 'a1>', 'b1>', '+a2', '+b2']);
    player.send('out');
    expect(order(player)).toEqual(['-b2', '-b', '-a2', '-a', '-p', '>', '+q', '+q1', '+q2']);
  });

  it('leaves its own state by an external transition, and not by an internal one to its inside (IRP 504 to 506, 533)', () => {
    const player = play({
      states: [
        {
          ...told('s'),
          transitions: [
            { event: 'external', target: 's2' },
            { event: 'internal', target: 's2', internal: true },
            { event: 'outwards', target: 's', internal: true },
            { event: 'targetless', do: say('stays') },
          ],
          states: [told('s1'), told('s2')],
        },
        {
          ...told('p'),
          type: 'parallel',
          transitions: [{ event: 'internal', target: 'p2', internal: true }],
          states: [told('p1'), told('p2')],
        },
      ],
      transitions: [{ event: 'parallel', target: 'p' }],
    });
    const after = (event: string): readonly string[] => logged(player.send(event));
    expect(after('external')).toEqual(['-s1', '-s', '+s', '+s2']);
    expect(after('internal')).toEqual(['-s2', '+s2']);
    expect(after('outwards')).toEqual(['-s2', '-s', '+s', '+s1']);
    expect(after('targetless')).toEqual(['stays']);
    after('parallel');
    expect(after('internal')).toEqual(['-p2', '-p1', '-p', '+p', '+p1', '+p2']);
  });

  it('enters states one after the other: In() sees those that are in already (IRP 411)', () => {
    const player = play({
      states: [
        {
          id: 's',
          entry: [{ log: 'before', expr: "In('s1')" }],
          states: [{ id: 's1', entry: [{ log: 'now', expr: "In('s')" }] }],
        },
      ],
    });
    expect(logged(player.last)).toEqual(['before=false', 'now=true']);
  });
});
