import type { CoreAction, CoreSend, CoreTransition } from '../core-format.ts';
import { nextDue } from '../active.ts';
import { effectsOf, play } from '../testing/player.ts';
import type { Player } from '../testing/player.ts';

const DATA = [
  { id: 'a', value: 1 },
  { id: 'b', value: 'two' },
  { id: 'x', value: null },
];
const HEARD: CoreTransition = { event: '*', do: [{ log: 'heard', expr: '_event' }] };

/** One state that carries an action out when it begins, and logs every event it hears. */
function sender(...actions: readonly CoreAction[]): Player {
  return play({ data: DATA, states: [{ id: 's', entry: actions, transitions: [HEARD] }] });
}

const heard = (player: Player): readonly Record<string, unknown>[] =>
  effectsOf(player.last, 'log').map(({ value }) => value as Record<string, unknown>);
const names = (player: Player): readonly unknown[] => heard(player).map((event) => event['name']);
const failing = (send: CoreSend): readonly [unknown, unknown, readonly string[]] => {
  const player = sender({ send }, { assign: 'x', expr: "'reached'" });
  const [event] = heard(player);
  const data = event?.['data'] as { readonly code: string } | undefined;
  return [event?.['name'], data?.code, player.snapshot.data['x'] === null ? ['ends the block'] : ['goes on']];
};

describe('W3C 6.2: send', () => {
  it('without target puts an external event into the queue of its own session (6.2.4, IRP 198)', () => {
    const player = sender({ send: { event: 'e' } });
    expect(heard(player)).toEqual([
      {
        name: 'e',
        type: 'external',
        sendid: null,
        origin: '#_scxml_talk',
        origintype: 'http://www.w3.org/TR/scxml/#SCXMLEventProcessor',
        invokeid: null,
        data: null,
      },
    ]);
  });

  it('computes event, target, type and delay when it runs (IRP 172 to 175)', () => {
    const player = play({
      data: DATA,
      states: [
        {
          id: 's',
          entry: [
            {
              send: {
                eventexpr: "'e.' + b",
                targetexpr: "'#_scxml_' + _sessionid",
                typeexpr: "'http://www.w3.org/TR/scxml/#SCXMLEventProcessor'",
                delayexpr: 'string(a) + "s"',
              },
            },
            { assign: 'b', expr: "'later'" },
          ],
          transitions: [HEARD],
        },
      ],
    });
    expect(names(player)).toEqual([]);
    expect(nextDue(player.snapshot)).toBe(2_000);
    player.wait(999);
    expect(player.last).toMatchObject({ outcome: 'refused', refusal: 'nothing-due' });
    player.wait(1);
    expect(names(player)).toEqual(['e.two']);
  });

  it.each([
    ['1.5s', 1_500],
    ['.5s', 500],
    ['200ms', 200],
    [' 2S ', 2_000],
    ['0.0001s', 1],
  ])('waits %s as CSS2 writes it', (delay, ms) => {
    const player = sender({ send: { event: 'e', delayexpr: `'${delay}'` } });
    expect(nextDue(player.snapshot)).toBe(1_000 + ms);
  });

  it('computes its data when it is sent, not when they arrive (IRP 186)', () => {
    const player = sender({ send: { event: 'e', delayMs: 10, params: { p: 'a' } } }, { assign: 'a', expr: '2' });
    player.wait(10);
    expect(heard(player)).toMatchObject([{ data: { p: 1 } }]);
  });

  it('carries params and the values of a name list together, or content alone (IRP 178, 179, 354)', () => {
    const player = sender(
      { send: { event: 'both', params: { p: '"q"' }, namelist: ['a', 'b'] } },
      { send: { event: 'content', content: '[a, b]' } },
      { send: { event: 'literal', content: { value: { size: 27 } } } },
      { send: { event: 'nothing' } },
    );
    expect(heard(player).map(({ data }) => data)).toEqual([{ p: 'q', a: 1, b: 'two' }, [1, 'two'], { size: 27 }, null]);
  });

  it('names itself by its id, or by one that it makes and tells (6.2.1, IRP 183, 351)', () => {
    const player = sender(
      { send: { event: 'named', id: 'mine' } },
      { send: { event: 'made', idlocation: 'x' } },
      { send: { event: 'unnamed' } },
    );
    const [named, made, unnamed] = heard(player).map(({ sendid }) => sendid);
    expect(named).toBe('mine');
    expect(made).toBe(player.snapshot.data['x']);
    expect(typeof made).toBe('string');
    expect(unnamed).toBeNull();
  });

  it('makes an id that differs from all before, in later steps too', () => {
    const player = play({
      data: DATA,
      states: [
        { id: 's', transitions: [{ event: 'go', do: [{ send: { event: 'e', idlocation: 'x', delayMs: 9 } }] }] },
      ],
    });
    player.send('go');
    const first = player.snapshot.data['x'];
    player.send('go');
    expect(player.snapshot.data['x']).not.toBe(first);
    expect(player.snapshot.sends?.map(({ sendid }) => sendid)).toEqual([first, player.snapshot.data['x']]);
  });

  it('goes to the internal queue as #_internal (6.2.4), before anything external (IRP 189)', () => {
    const player = sender(
      { send: { event: 'outer' } },
      { send: { event: 'inner', target: '#_internal', id: 'i', params: { p: 'a' } } },
      { raise: 'raised' },
    );
    expect(names(player)).toEqual(['inner', 'raised', 'outer']);
    expect(heard(player)[0]).toEqual({
      name: 'inner',
      type: 'internal',
      sendid: 'i',
      origin: null,
      origintype: null,
      invokeid: null,
      data: { p: 1 },
    });
  });

  it.each<[string, CoreSend, string]>([
    ['an unsupported type (IRP 199)', { event: 'e', type: '27' }, 'type-unsupported'],
    ['an unsupported target (IRP 194)', { event: 'e', target: 'baz' }, 'target-unsupported'],
    ['a target that is no text', { event: 'e', targetexpr: '5' }, 'not-a-text'],
    ['a name that no event can have', { eventexpr: "'a b'" }, 'event-malformed'],
    ['a name of the kernel', { eventexpr: "'done.state.s'" }, 'event-reserved'],
    ['no name', { content: '1' }, 'event-malformed'],
    ['a delay that is none', { event: 'e', delayexpr: "'soon'" }, 'delay-malformed'],
    ['a negative delay', { event: 'e', delayexpr: '-1' }, 'delay-malformed'],
    ['a delay of an internal event', { event: 'e', target: '#_internal', delayexpr: '5' }, 'delay-internal'],
    ['params that fail (6.2.3)', { event: 'e', params: { p: 'missing' } }, 'unset-name'],
    ['a name list that fails (IRP 553)', { event: 'e', namelist: ['a', 'missing.x'] }, 'no-such-location'],
    ['content that fails', { event: 'e', content: 'missing' }, 'unset-name'],
    ['an idlocation that is none', { event: 'e', idlocation: '_sessionid' }, 'no-such-location'],
  ])('with %s sends nothing and is error.execution, which ends the block', (_what, send, code) => {
    expect(failing(send)).toEqual(['error.execution', code, ['ends the block']]);
    expect(names(sender({ send }))).toEqual(['error.execution']);
  });

  it.each(['#_parent', '#_nobody', '#_scxml_nowhere'])(
    'to %s, where nobody is, is error.communication; the block goes on (C.1, IRP 496, 521)',
    (target) => {
      expect(failing({ event: 'e', target })).toEqual(['error.communication', 'session-unknown', ['goes on']]);
    },
  );

  it('tells the id of the send that failed in the error (5.10.1, IRP 332)', () => {
    const player = sender(
      { send: { event: 'e', id: 'i', target: '#_nobody' } },
      { send: { event: 'e', id: 'j', type: '?' } },
    );
    expect(heard(player).map(({ name, type, sendid }) => [name, type, sendid])).toEqual([
      ['error.communication', 'platform', 'i'],
      ['error.execution', 'platform', 'j'],
    ]);
  });

  it('can answer to where an event came from (IRP 336)', () => {
    const player = play({
      states: [
        {
          id: 's',
          entry: [{ send: { event: 'first' } }],
          transitions: [
            {
              event: 'first',
              do: [{ send: { event: 'back', targetexpr: '_event.origin', typeexpr: '_event.origintype' } }],
            },
            { event: 'back', target: 'pass' },
          ],
        },
        { id: 'pass' },
      ],
    });
    expect(player.leaves).toEqual(['pass']);
  });
});
