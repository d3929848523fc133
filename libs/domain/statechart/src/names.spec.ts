import { restore } from './restore.ts';
import { build, logged, play, Player } from './testing/player.ts';

const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '0',
  '10',
  'a.b',
  '\u00e4',
  'a\u0308',
  ' ',
];

describe('names that a prototype knows, and other odd ones', () => {
  it('are states like any other', () => {
    const player = play({
      states: NAMES.map((id, index) => ({
        id,
        transitions: [{ event: 'next', cond: `In('${id}')`, target: NAMES[(index + 1) % NAMES.length] ?? '' }],
      })),
    });
    const seen = NAMES.map(() => {
      const [leaf] = player.leaves;
      player.send('next');
      return leaf;
    });
    expect(seen).toEqual(NAMES);
  });

  it('are no states where no state has them', () => {
    const player = play({
      states: [
        { id: 'a', transitions: [{ event: 'go', cond: "In('constructor') || In('__proto__')", target: 'b' }] },
        { id: 'b' },
      ],
    });
    expect(player.send('go').outcome).toBe('unhandled');
  });

  it('are history states like any other, and survive being stored', () => {
    const machine = build({
      states: [
        {
          id: 'on',
          transitions: [{ event: 'off', target: 'away' }],
          states: [
            { id: '__proto__', type: 'history', initial: 'one' },
            { id: 'one', transitions: [{ event: 'next', target: 'toString' }] },
            { id: 'toString' },
          ],
        },
        { id: 'away', transitions: [{ event: 'on', target: '__proto__' }] },
      ],
    });
    const player = new Player(machine);
    for (const event of ['next', 'off']) player.send(event);
    const text = JSON.stringify(player.snapshot);
    expect(text).toContain('"history":{"__proto__":["toString"]}');
    const restored = restore(machine, text);
    expect(restored).toEqual({ ok: true, snapshot: player.snapshot });
    player.send('on');
    expect(player.leaves).toEqual(['toString']);
  });

  it('are events like any other', () => {
    const player = play({ states: [{ id: 'a', transitions: [{ event: 'constructor', do: [{ log: 'heard' }] }] }] });
    expect(logged(player.send('constructor'))).toEqual(['heard']);
    expect(player.send('__proto__').outcome).toBe('unhandled');
    expect(player.send('toString').outcome).toBe('unhandled');
  });

  it('are keys of values like any other', () => {
    const player = play({
      data: [
        { id: 'vars', value: {} },
        { id: 'constructor', value: 1 },
      ],
      states: [
        {
          id: 'a',
          transitions: [
            {
              event: 'go',
              do: [
                { assign: 'vars.__proto__', expr: '{"polluted": true}' },
                { assign: 'vars.constructor', expr: 'constructor + 1' },
                { raise: 'inner', data: { ['__proto__']: '2' } },
              ],
            },
            { event: 'inner', do: [{ effect: 'say', capture: ['vars.__proto__', 'vars.toString'] }] },
          ],
        },
      ],
    });
    const step = player.send('go');
    expect(JSON.stringify(step.snapshot.data)).toBe(
      '{"vars":{"__proto__":{"polluted":true},"constructor":2},"constructor":1}',
    );
    expect(JSON.stringify(step.effects[0])).toContain('"values":{"vars.__proto__":{"polluted":true}}');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    player.send('go');
    expect(Object.getPrototypeOf(player.snapshot.data['vars'])).toBe(Object.prototype);
  });

  it('cannot be forged as events of the kernel', () => {
    const player = play({ states: [{ id: 'a', transitions: [{ event: '*', target: 'b' }] }, { id: 'b' }] });
    for (const name of ['done', 'done.state.a', 'error', 'error.execution', 'after.1.a', 'op', 'op.x', '']) {
      expect(player.send(name)).toMatchObject({ outcome: 'refused', refusal: 'reserved-event' });
    }
    expect(player.send('doner').outcome).toBe('taken');
  });
});
