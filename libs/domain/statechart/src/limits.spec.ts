import { compile } from './compile.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { build, Player, play, sketch } from './testing/player.ts';
import type { Sketch } from './testing/player.ts';
import type { CoreState, Limits } from './core-format.ts';

const codes = (machine: Sketch, limits?: Partial<Limits>): readonly string[] => {
  const result = compile(sketch(machine), limits === undefined ? {} : { limits });
  return result.ok ? [] : result.problems.map(({ code }) => code);
};

const flat = (count: number): readonly CoreState[] =>
  Array.from({ length: count }, (_, index) => ({ id: `s${index}` }));

const nested = (depth: number): CoreState => {
  let state: CoreState = { id: `d${depth}` };
  for (let level = depth - 1; level > 0; level--) state = { id: `d${level}`, states: [state] };
  return state;
};

const regions = (count: number): Sketch => ({ states: [{ id: 'P', type: 'parallel', states: flat(count) }] });

const transitions = (count: number): Sketch => ({
  states: [{ id: 'a', transitions: Array.from({ length: count }, () => ({ event: 'e', target: 'a' })) }],
});

describe('a limit on the machine itself', () => {
  it.each<[string, (size: number) => Sketch, keyof Limits, string]>([
    ['states', (size) => ({ states: flat(size) }), 'states', 'limit-states'],
    ['depth', (size) => ({ states: [nested(size)] }), 'depth', 'limit-depth'],
    ['regions', regions, 'regions', 'limit-regions'],
    ['transitions', transitions, 'transitions', 'limit-transitions'],
  ])('of %s holds at the limit and refuses one more', (_what, machine, limit, code) => {
    expect(codes(machine(5), { [limit]: 5 })).toEqual([]);
    expect(codes(machine(6), { [limit]: 5 })).toEqual([code]);
    expect(codes(machine(20), { [limit]: 5 })).toEqual([code]);
  });

  it.each<[string, (size: number) => Sketch, keyof Limits, string]>([
    ['states', (size) => ({ states: flat(size) }), 'states', 'limit-states'],
    ['depth', (size) => ({ states: [nested(size)] }), 'depth', 'limit-depth'],
    ['regions', regions, 'regions', 'limit-regions'],
  ])('of %s holds for what the platform allows', (_what, machine, limit, code) => {
    expect(codes(machine(DEFAULT_LIMITS[limit]))).toEqual([]);
    expect(codes(machine(DEFAULT_LIMITS[limit] + 1))).toEqual([code]);
  });

  it('counts the bytes of its text', () => {
    const text = JSON.stringify(sketch({ id: 'ü'.repeat(50), states: [{ id: 'a' }] }));
    const bytes = new TextEncoder().encode(text).length;
    expect(compile(text, { limits: { textBytes: bytes } }).ok).toBe(true);
    expect(compile(text, { limits: { textBytes: bytes - 1 } })).toMatchObject({ problems: [{ code: 'limit-text' }] });
    expect(compile(`${text}${' '.repeat(3_000_000)}`)).toMatchObject({ problems: [{ code: 'limit-text' }] });
  });

  it('can be lowered by the machine, not raised', () => {
    expect(codes({ limits: { states: 2 }, states: flat(3) })).toEqual(['limit-states']);
    const raised = compile(sketch({ limits: { states: 1_000_000 }, states: flat(3) }));
    expect(raised).toMatchObject({ problems: [{ code: 'limit-raised', pointer: '/limits/states' }] });
  });
});

describe('a machine of nothing but faults', () => {
  it('is answered with as many problems as somebody can read', () => {
    const states = Array.from({ length: 1_500 }, () => ({
      id: 's',
      typo: 1,
      transitions: [{ event: 'a b', target: 'z' }],
    }));
    const result = compile(JSON.stringify({ schema: 'core/1', id: 'm', states }));
    expect(result.ok ? [] : result.problems).toHaveLength(200);
  });
});

describe('a limit on a step', () => {
  const circle = (length: number): Sketch => ({
    states: [
      { id: 'rest', transitions: [{ event: 'go', target: 'c0' }] },
      ...Array.from({ length }, (_, index) => ({
        id: `c${index}`,
        transitions: [{ target: `c${(index + 1) % length}` }],
      })),
    ],
  });

  it.each([1, 2, 50])('stops eventless transitions in a circle of %i, and nothing has happened', (length) => {
    const player = play(circle(length));
    const before = player.snapshot;
    const step = player.send('go');
    expect(step).toMatchObject({ outcome: 'failed', failure: { code: 'limit-microsteps' }, effects: [], settles: [] });
    expect(step.snapshot).toBe(before);
  });

  it('of microsteps holds at the limit and refuses one more', () => {
    const chain = (length: number): Sketch => ({
      limits: { microsteps: 10 },
      states: Array.from({ length }, (_, index) => ({
        id: `c${index}`,
        transitions:
          index === length - 1 ? [] : [index === 0 ? { event: 'go', target: 'c1' } : { target: `c${index + 1}` }],
      })),
    });
    expect(play(chain(12)).send('go').outcome).toBe('taken');
    expect(play(chain(13)).send('go')).toMatchObject({ outcome: 'failed', failure: { code: 'limit-microsteps' } });
  });

  it('stops a storm of raised events', () => {
    const storm: Sketch = {
      states: [{ id: 'a', transitions: [{ event: 'x', do: [{ raise: 'x' }, { raise: 'x' }] }] }],
    };
    const step = play(storm).send('x');
    expect(step).toMatchObject({
      outcome: 'failed',
      failure: { code: 'limit-internal-queue', at: '/states/0/transitions/0/do/1' },
    });
  });

  it('stops a handler of error.execution that fails itself', () => {
    const player = play({
      states: [{ id: 'a', transitions: [{ event: '*', do: [{ assign: 'nowhere', expr: '1' }] }] }],
    });
    expect(player.send('x')).toMatchObject({ outcome: 'failed', failure: { code: 'limit-microsteps' } });
  });

  it('stops work that is too much in itself', () => {
    const player = play({
      limits: { fuel: 200 },
      data: [{ id: 'list', value: Array.from({ length: 300 }, () => 1) }],
      states: [{ id: 'a', transitions: [{ event: 'go', do: [{ foreach: 'list', item: 'x', do: [{ log: 'x' }] }] }] }],
    });
    expect(player.send('go')).toMatchObject({ outcome: 'failed', failure: { code: 'limit-fuel' } });
  });

  it.each([
    ['lists that double', '[vars.x, vars.x]'],
    ['texts that double', 'vars.x + vars.x'],
    ['lists that nest', '[vars.x]'],
  ])('stops %s', (_what, expr) => {
    const player = play({
      data: [{ id: 'vars', value: { x: 'abcdefgh', n: 0 } }],
      states: [
        { id: 'a', transitions: [{ event: 'go', target: 'b' }] },
        {
          id: 'b',
          entry: [
            { assign: 'vars.x', expr },
            { assign: 'vars.n', expr: 'vars.n + 1' },
          ],
          transitions: [
            { cond: 'vars.n < 900', target: 'b' },
            { event: 'error', target: 'a' },
          ],
        },
      ],
    });
    const before = player.snapshot;
    const step = player.send('go');
    if (step.outcome === 'failed') expect(step.snapshot).toBe(before);
    else expect(JSON.stringify(step.snapshot).length).toBeLessThan(DEFAULT_LIMITS.snapshotBytes);
  });

  it('stops a snapshot that grows step by step', () => {
    const player = play({
      limits: { snapshotBytes: 2_000 },
      data: [{ id: 'x', value: '' }],
      states: [{ id: 'a', transitions: [{ event: 'go', do: [{ assign: 'x', expr: "x + '0123456789'" }] }] }],
    });
    let steps = 0;
    while (player.send('go').outcome === 'taken') steps++;
    expect(player.last).toMatchObject({ outcome: 'failed', failure: { code: 'limit-snapshot-bytes' } });
    expect(steps).toBeGreaterThan(100);
    expect(JSON.stringify(player.snapshot).length).toBeLessThanOrEqual(2_000);
  });

  it('stops effects that are larger than an entry may be', () => {
    const player = play({
      limits: { effectBytes: 5_000 },
      data: [{ id: 'x', value: 'y'.repeat(1_000) }],
      states: [
        {
          id: 'a',
          transitions: [{ event: 'go', do: Array.from({ length: 6 }, () => ({ effect: 'say', capture: ['x'] })) }],
        },
      ],
    });
    expect(player.send('go')).toMatchObject({ outcome: 'failed', failure: { code: 'limit-effect-bytes' } });
  });

  it('stops timers and operations beyond their number', () => {
    const player = play({
      limits: { timers: 1, operations: 1 },
      states: [
        {
          id: 'a',
          transitions: [
            { event: 'timers', target: 'b' },
            { event: 'work', target: 'c' },
          ],
        },
        {
          id: 'b',
          after: [
            { delayMs: 1, target: 'a' },
            { delayMs: 2, target: 'a' },
          ],
        },
        {
          id: 'c',
          invoke: [
            { id: 'i', src: 'x' },
            { id: 'j', src: 'x' },
          ],
        },
      ],
    });
    expect(player.send('timers')).toMatchObject({ outcome: 'failed', failure: { code: 'limit-timers' } });
    expect(player.send('work')).toMatchObject({ outcome: 'failed', failure: { code: 'limit-operations' } });
    expect(player.leaves).toEqual(['a']);
  });

  it('hit by the very first step leaves a machine that is over', () => {
    const player = new Player(build({ states: [{ id: 'a', transitions: [{ target: 'a' }] }] }));
    expect(player.last).toMatchObject({ outcome: 'failed', snapshot: { status: 'done', configuration: [] } });
    expect(player.send('x')).toMatchObject({ refusal: 'machine-done' });
  });
});
