import type { CoreMachine, CoreState } from '../core-format.ts';
import { effectsOf, logged, play } from '../testing/player.ts';
import type { Player } from '../testing/player.ts';

function child(parts: Omit<CoreMachine, 'schema' | 'id'>, id = 'child'): CoreMachine {
  return { schema: 'core/1', id, ...parts };
}

/** A child that says something to its parent and stays. */
const speaker = (event: string): CoreMachine =>
  child({ states: [{ id: 'k', entry: [{ send: { event, target: '#_parent' } }] }] });
const PASS: readonly CoreState[] = [{ id: 'pass' }, { id: 'fail' }];

describe('W3C 6.4: invoke of a child machine', () => {
  it('begins when the macrostep is over and its state is still active (IRP 422)', () => {
    const player = play({
      data: [{ id: 'heard', value: [] }],
      states: [
        {
          id: 's1',
          invoke: [{ machine: speaker('one') }],
          transitions: [
            { event: 'one', do: [{ assign: 'heard', expr: "heard + ['one']" }] },
            { event: 'three', do: [{ assign: 'heard', expr: "heard + ['three']" }] },
          ],
          states: [
            { id: 's11', invoke: [{ machine: speaker('two') }], transitions: [{ target: 's12' }] },
            { id: 's12', invoke: [{ machine: speaker('three') }] },
          ],
        },
      ],
    });
    expect(player.snapshot.data['heard']).toEqual(['one', 'three']);
    expect(player.snapshot.children).toHaveLength(2);
  });

  it('ends with done.invoke.<id>, its data, and its id as the last that is heard of it (6.4.2, IRP 228, 235, 236, 247)', () => {
    const player = play({
      states: [
        {
          id: 's',
          invoke: [
            {
              id: 'kid',
              machine: child({
                states: [
                  { id: 'k', transitions: [{ target: 'f' }] },
                  {
                    id: 'f',
                    type: 'final',
                    donedata: { params: { n: '7' } },
                    exit: [{ send: { event: 'bye', target: '#_parent' } }],
                  },
                ],
              }),
            },
          ],
          transitions: [{ event: '*', do: [{ log: 'heard', expr: '_event' }] }],
        },
      ],
    });
    const events = effectsOf(player.last, 'log').map(({ value }) => value);
    expect(events).toMatchObject([
      { name: 'bye', invokeid: 'kid', data: null },
      { name: 'done.invoke.kid', type: 'external', invokeid: 'kid', data: { n: 7 } },
    ]);
    expect(player.snapshot.children).toMatchObject([{ invoke: 'kid', snapshot: null }]);
  });

  it('makes an id from the state and tells it before the child begins (6.4.1, IRP 223, 224, 225, 338)', () => {
    const player = play({
      data: [{ id: 'one' }, { id: 'two' }],
      states: [
        {
          id: 's0',
          invoke: [
            { idlocation: 'one', machine: speaker('hello') },
            { idlocation: 'two', machine: speaker('hello') },
          ],
          transitions: [{ event: 'hello', do: [{ log: 'from', expr: '_event.invokeid' }] }],
        },
      ],
    });
    const { one, two } = player.snapshot.data;
    expect([one, two]).toEqual([expect.stringMatching(/^s0\./), expect.stringMatching(/^s0\./)]);
    expect(one).not.toBe(two);
    expect(logged(player.last)).toEqual([`from="${String(one)}"`, `from="${String(two)}"`]);
  });

  it('gives values to what the child declares at its top, and to nothing else (6.4.3, IRP 240 to 245, 276)', () => {
    const player = play({
      data: [
        { id: 'given', value: 1 },
        { id: 'late', value: 2 },
      ],
      states: [
        {
          id: 's',
          invoke: [
            {
              input: { own: 'given + 10', unknown: '1', inner: '1' },
              namelist: ['given', 'late'],
              machine: child({
                data: [
                  { id: 'own', expr: '1 / 0' },
                  { id: 'given', value: 0 },
                  { id: 'kept', expr: '1 + 1' },
                ],
                states: [
                  {
                    id: 'k',
                    data: [{ id: 'inner', value: 5 }],
                    entry: [
                      { send: { event: 'has', target: '#_parent', namelist: ['own', 'given', 'kept', 'inner'] } },
                    ],
                    transitions: [{ event: 'error', do: [{ send: { event: 'failed', target: '#_parent' } }] }],
                  },
                ],
              }),
            },
          ],
          transitions: [{ event: '*', do: [{ log: 'heard', expr: '_event.data' }] }],
        },
      ],
    });
    expect(logged(player.last)).toEqual(['heard={"own":11,"given":1,"kept":2,"inner":5}']);
    expect(player.snapshot.children?.[0]?.snapshot?.data).not.toHaveProperty('unknown');
  });

  it('is cancelled when its state is left: exit actions run, nothing more is heard (IRP 237, 250, 252)', () => {
    const player = play({
      states: [
        {
          id: 's01',
          invoke: [
            {
              id: 'kid',
              machine: child({
                states: [
                  {
                    id: 'k',
                    entry: [{ send: { event: 'tick', target: '#_parent', delayMs: 100 } }],
                    exit: [{ log: 'left' }, { send: { event: 'childToParent', target: '#_parent' } }],
                    invoke: [{ id: 'job', src: 'work' }],
                    states: [{ id: 'k1', exit: [{ log: 'left first' }] }],
                  },
                ],
              }),
            },
          ],
          transitions: [{ event: 'foo', target: 's02' }],
        },
        { id: 's02', transitions: [{ event: '*', target: 'fail' }] },
        ...PASS,
      ],
    });
    const step = player.send('foo');
    expect(logged(step)).toEqual(['left first', 'left']);
    expect(effectsOf(step, 'cancel')).toHaveLength(1);
    expect(player.snapshot).not.toHaveProperty('children');
    expect(player.wait(200)).toMatchObject({ refusal: 'nothing-due' });
    expect(player.leaves).toEqual(['s02']);
  });

  it('is another session when its state is entered again', () => {
    const player = play({
      states: [
        { id: 'a', transitions: [{ event: 'go', target: 'b' }] },
        { id: 'b', invoke: [{ id: 'kid', machine: speaker('x') }], transitions: [{ event: 'back', target: 'a' }] },
      ],
    });
    player.send('go');
    const first = player.snapshot.children?.[0]?.session;
    player.send('back');
    player.send('go');
    expect(player.snapshot.children?.[0]?.session).not.toBe(first);
  });

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

  it('may be chosen by name when it begins; a name that is not there is error.communication (IRP 216, 530)', () => {
    const machines = { one: speaker('one'), two: speaker('two') };
    const choosing = (expr: string): readonly string[] =>
      logged(
        play({
          machines,
          data: [{ id: 'which', value: 'two' }],
          states: [
            {
              id: 's',
              invoke: [{ machineexpr: expr }],
              transitions: [{ event: '*', do: [{ log: 'heard', expr: '_event.name' }] }],
            },
          ],
        }).last,
      );
    expect(choosing('which')).toEqual(['heard="two"']);
    expect(choosing("'three'")).toEqual(['heard="error.communication"']);
    expect(choosing('missing')).toEqual(['heard="error.execution"']);
    expect(choosing('1')).toEqual(['heard="error.execution"']);
  });

  it.each([
    ['its type is not SCXML (IRP 215, 220)', { typeexpr: "'other'" }],
    ['its input cannot be computed (IRP 554)', { input: { x: 'missing' } }],
    ['its name list cannot be read', { namelist: ['missing'] }],
    ['its idlocation is none', { idlocation: '_name' }],
  ])('does not begin, and is error.execution, where %s', (_what, parts) => {
    const player = play({
      states: [
        {
          id: 's',
          invoke: [{ machine: speaker('hello'), ...parts }],
          transitions: [{ event: '*', do: [{ log: 'heard', expr: '_event.name' }] }],
        },
      ],
    });
    expect(logged(player.last)).toEqual(['heard="error.execution"']);
    expect(player.snapshot).not.toHaveProperty('children');
  });

  it.each(['scxml', 'http://www.w3.org/TR/scxml', 'http://www.w3.org/TR/scxml/'])('takes the type %s', (type) => {
    const player = play({
      states: [
        { id: 's', invoke: [{ machine: speaker('hello'), type }], transitions: [{ event: 'hello', target: 'pass' }] },
        ...PASS,
      ],
    });
    expect(player.leaves).toEqual(['pass']);
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
