import fc from 'fast-check';
import { restore } from './restore.ts';
import { build, Player } from './testing/player.ts';

const machine = build({
  data: [{ id: 'vars', value: { n: 1 } }],
  states: [
    {
      id: 'P',
      type: 'parallel',
      states: [
        { id: 'h', type: 'history', history: 'deep', initial: ['l1', 'r1'] },
        {
          id: 'L',
          states: [
            { id: 'l1', transitions: [{ event: 'left', target: 'l2' }] },
            { id: 'l2', defer: ['message'] },
          ],
        },
        {
          id: 'R',
          after: [{ delayMs: 10, target: 'away' }],
          states: [
            { id: 'r1', transitions: [{ event: 'right', target: 'r2' }] },
            { id: 'r2', invoke: [{ id: 'job', src: 'x' }] },
          ],
        },
      ],
      transitions: [{ event: 'out', target: 'away' }],
    },
    { id: 'away', transitions: [{ event: 'back', target: 'h' }] },
  ],
});

const rich = (): Player => {
  const player = new Player(machine);
  for (const event of ['right', 'out', 'back', 'left']) player.send(event);
  player.send('message', { text: 'hi' }, 'm1');
  return player;
};

type Loose = Record<string, unknown>;
const edited = (edit: (snapshot: Loose) => void): string => {
  const snapshot = JSON.parse(JSON.stringify(rich().snapshot)) as Loose;
  edit(snapshot);
  return JSON.stringify(snapshot);
};

const codeOf = (stored: string | Uint8Array): string => {
  const result = restore(machine, stored);
  return result.ok ? 'ok' : result.problems.map(({ code, pointer }) => `${code} ${pointer}`.trim()).join();
};

describe('a stored snapshot', () => {
  it('comes back as it was, from text and from bytes', () => {
    const { snapshot } = rich();
    expect(snapshot).toMatchObject({
      configuration: ['l2', 'r2'],
      history: { h: ['l1', 'r2'] },
      operations: [{ invoke: 'job' }],
      timers: [{ state: 'R' }],
      deferred: [{ id: 'm1' }],
    });
    const text = JSON.stringify(snapshot);
    expect(restore(machine, text)).toEqual({ ok: true, snapshot });
    expect(restore(machine, new TextEncoder().encode(text))).toEqual({ ok: true, snapshot });
  });

  it('is refused wherever it is cut off', () => {
    const bytes = new TextEncoder().encode(JSON.stringify(rich().snapshot));
    for (let length = 0; length < bytes.length; length++) {
      expect(codeOf(bytes.subarray(0, length))).toBe('snapshot-malformed');
    }
  });

  it('of a newer engine is not ours yet', () => {
    expect(codeOf(edited((snapshot) => (snapshot['version'] = 2)))).toBe('snapshot-too-new /version');
    expect(codeOf('{"version":3,"whatever":true}')).toBe('snapshot-too-new /version');
  });

  it('of another machine is refused', () => {
    expect(codeOf(edited((snapshot) => (snapshot['machine'] = 'f'.repeat(64))))).toBe('snapshot-foreign /machine');
  });

  it.each<[string, (snapshot: Loose) => void, string]>([
    ['an unknown key', (s) => (s['extra'] = 1), '/extra'],
    ['version 0', (s) => (s['version'] = 0), '/version'],
    ['a version in words', (s) => (s['version'] = '2'), '/version'],
    ['another status', (s) => (s['status'] = 'asleep'), '/status'],
    ['a state that does not exist', (s) => (s['configuration'] = ['l2', 'r9']), '/configuration/1'],
    ['a state that is none of its leaves', (s) => (s['configuration'] = ['L', 'r2']), '/configuration/0'],
    ['a history state as active', (s) => (s['configuration'] = ['h', 'l2', 'r2']), '/configuration/0'],
    ['a prototype’s name as state', (s) => (s['configuration'] = ['constructor', 'r2']), '/configuration/0'],
    ['states in another order', (s) => (s['configuration'] = ['r2', 'l2']), '/configuration/1'],
    ['a region missing', (s) => (s['configuration'] = ['l2']), '/configuration'],
    ['two children of one state', (s) => (s['configuration'] = ['l1', 'l2', 'r2']), '/configuration'],
    ['nothing active', (s) => (s['configuration'] = []), '/configuration'],
    ['a configuration that is no list', (s) => (s['configuration'] = 'l2'), '/configuration'],
    ['a history of no history state', (s) => (s['history'] = { L: ['l1'] }), '/history'],
    ['half a history', (s) => (s['history'] = { h: ['l1'] }), '/history'],
    ['a history of states elsewhere', (s) => (s['history'] = { h: ['away'] }), '/history'],
    ['data of the system', (s) => (s['data'] = { _event: 1 }), '/data'],
    ['data that are a list', (s) => (s['data'] = []), '/data'],
    ['a timer of an inactive state', (s) => (s['timers'] = [{ state: 'away', delayMs: 10, due: 1 }]), '/timers/0'],
    ['a timer nobody set', (s) => (s['timers'] = [{ state: 'R', delayMs: 11, due: 1 }]), '/timers/0'],
    ['a timer without an end', (s) => (s['timers'] = [{ state: 'R', delayMs: 10, due: null }]), '/timers/0/due'],
    [
      'a timer between two milliseconds',
      (s) => (s['timers'] = [{ state: 'R', delayMs: 10, due: 1.5 }]),
      '/timers/0/due',
    ],
    [
      'a timer twice',
      (s) =>
        (s['timers'] = [
          { state: 'R', delayMs: 10, due: 1 },
          { state: 'R', delayMs: 10, due: 2 },
        ]),
      '/timers/1',
    ],
    [
      'an operation nobody asked for',
      (s) => (s['operations'] = [{ operation: 'x', invoke: 'other', state: 'r2' }]),
      '/operations/0',
    ],
    [
      'an operation of an inactive state',
      (s) => (s['operations'] = [{ operation: 'x', invoke: 'job', state: 'r1' }]),
      '/operations/0',
    ],
    [
      'an operation with more to it',
      (s) => (s['operations'] = [{ operation: 'x', invoke: 'job', state: 'r2', y: 1 }]),
      '/operations/0',
    ],
    [
      'an operation with an empty id',
      (s) => (s['operations'] = [{ operation: '', invoke: 'job', state: 'r2' }]),
      '/operations/0',
    ],
    ['a deferred event of the kernel', (s) => (s['deferred'] = [{ name: 'done.invoke.job' }]), '/deferred/0'],
    ['a deferred event without a name', (s) => (s['deferred'] = [{}]), '/deferred/0'],
    ['a deferred event with more to it', (s) => (s['deferred'] = [{ name: 'x', type: 'y' }]), '/deferred/0'],
    [
      'too many deferred events',
      (s) => (s['deferred'] = Array.from({ length: 33 }, () => ({ name: 'x' }))),
      '/deferred',
    ],
    ['an end with work open', (s) => (s['status'] = 'done'), '/status'],
    ['an output before the end', (s) => (s['output'] = 1), '/output'],
  ])('that was edited to hold %s is refused', (_what, edit, pointer) => {
    expect(codeOf(edited(edit))).toBe(`snapshot-invalid ${pointer}`);
  });

  it('with values nested without end is refused', () => {
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    const text = JSON.stringify(rich().snapshot).replace('"n":1', `"n":${deep}`);
    expect(codeOf(text)).toBe('snapshot-invalid /data');
  });

  it('that is too large is refused before it is read', () => {
    expect(codeOf('x'.repeat(600_000))).toBe('snapshot-too-large');
  });

  it('never throws, whatever it is given', () => {
    const keys = [
      'version',
      'machine',
      'status',
      'configuration',
      'history',
      'data',
      'timers',
      'operations',
      'deferred',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
        const result = restore(
          machine,
          edited((snapshot) => (snapshot[key] = value)),
        );
        expect(typeof result.ok).toBe('boolean');
      }),
    );
    fc.assert(fc.property(fc.jsonValue(), (value) => restore(machine, JSON.stringify(value)).ok === false));
    fc.assert(fc.property(fc.uint8Array(), (bytes) => restore(machine, bytes).ok === false));
  });
});
