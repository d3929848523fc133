import type { CoreState } from '../core-format.ts';
import { child, speaker } from '../testing/child.ts';
import { effectsOf, logged, play } from '../testing/player.ts';

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
});
