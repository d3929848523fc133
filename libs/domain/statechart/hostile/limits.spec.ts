import { compile, DEFAULT_LIMITS } from '../src/index.ts';
import type { CoreState, Limits } from '../src/index.ts';
import { Machine } from '../src/machine.ts';
import { machineOf, nest, playThrough, sayStep, times } from './hostile-case.ts';
import type { Given, Sketch } from './hostile-case.ts';

/** How a machine uses up a limit: `size` of it. */
interface Use {
  readonly limit: keyof Limits;
  readonly make: (size: number) => Sketch;
  readonly inputs?: (size: number) => readonly Given[];
  /** What happens when it was too much. */
  readonly refused: string;
  readonly at?: number;
}

const onGo = (actions: NonNullable<CoreState['transitions']>[number]['do'], rest: Partial<Sketch> = {}): Sketch => ({
  states: [{ id: 'a', transitions: [{ event: 'go', ...(actions === undefined ? {} : { do: actions }) }] }],
  ...rest,
});

const childMachine = machineOf({ states: [{ id: 'k' }] });

const AT_LOAD: readonly Use[] = [
  {
    limit: 'states',
    make: (size) => ({ states: times(size, (index) => ({ id: `s${index}` })) }),
    refused: 'limit-states',
  },
  {
    limit: 'depth',
    make: (size) => ({
      states: [nest(size, (inner, level) => ({ id: `d${level}`, states: [inner] }), { id: 'leaf' })],
    }),
    refused: 'limit-depth',
  },
  {
    limit: 'regions',
    make: (size) => ({
      states: [{ id: 'p', type: 'parallel', states: times(size, (index) => ({ id: `r${index}` })) }],
    }),
    refused: 'limit-regions',
  },
  {
    limit: 'transitions',
    make: (size) => ({ states: [{ id: 'a', transitions: times(size, () => ({ event: 'x', target: 'a' })) }] }),
    refused: 'limit-transitions',
  },
];

const IN_A_STEP: readonly Use[] = [
  {
    limit: 'microsteps',
    make: (size) => ({
      data: [{ id: 'n', value: 0 }],
      states: [
        {
          id: 'a',
          transitions: [{ event: 'go', target: 'b' }],
        },
        { id: 'b', transitions: [{ cond: `n < ${size}`, do: [{ assign: 'n', expr: 'n + 1' }] }] },
      ],
    }),
    refused: 'limit-microsteps',
  },
  {
    limit: 'internalQueue',
    make: (size) => onGo(times(size, () => ({ raise: 'x' }))),
    refused: 'limit-internal-queue',
  },
  {
    limit: 'deferredEvents',
    make: () => ({ states: [{ id: 'a', defer: ['x'] }] }),
    inputs: (size) => times(size, () => 'x'),
    refused: 'queue-full',
  },
  {
    limit: 'timers',
    make: (size) => ({
      initial: 'z',
      states: [
        { id: 'a', after: times(size, (index) => ({ delayMs: index + 1, target: 'a' })) },
        { id: 'z', transitions: [{ event: 'go', target: 'a' }] },
      ],
    }),
    refused: 'limit-timers',
  },
  {
    limit: 'sends',
    make: (size) => onGo(times(size, () => ({ send: { event: 'x', delayMs: 1_000 } }))),
    refused: 'limit-sends',
  },
  {
    limit: 'operations',
    make: (size) => ({
      initial: 'z',
      states: [
        { id: 'a', invoke: times(size, (index) => ({ id: `i${index}`, src: 'x' })) },
        { id: 'z', transitions: [{ event: 'go', target: 'a' }] },
      ],
    }),
    refused: 'limit-operations',
  },
  {
    limit: 'children',
    make: (size) => ({
      initial: 'z',
      states: [
        { id: 'a', invoke: times(size, () => ({ machine: childMachine })) },
        { id: 'z', transitions: [{ event: 'go', target: 'a' }] },
      ],
    }),
    refused: 'limit-children',
  },
  {
    limit: 'valueDepth',
    make: (size) => {
      let expr = '1';
      for (let level = 0; level < size; level += 1) expr = `[${expr}]`;
      return onGo([{ assign: 'x', expr }], { data: [{ id: 'x', value: null }] });
    },
    refused: 'limit-value-depth',
    at: 12,
  },
];

const verdict = ({ limit, make, inputs = () => ['go'] }: Use, allowed: number, size: number): string => {
  const result = compile(machineOf(make(size)), { limits: { [limit]: allowed } });
  if (!result.ok) return result.problems.map(({ code }) => code).join();
  return sayStep(playThrough(result.machine, inputs(size)));
};

describe('a limit on the machine', () => {
  it.each(AT_LOAD.map((use) => [use.limit, use] as const))(
    'of %s holds at the limit, and not one over or far over',
    (limit, use) => {
      const allowed = use.limit === 'depth' ? 20 : 30;
      expect(verdict(use, allowed, allowed)).toMatch(/^unhandled/u);
      expect(verdict(use, allowed, allowed + 1)).toBe(use.refused);
      expect(verdict(use, allowed, allowed * (limit === 'depth' ? 3 : 50))).toBe(use.refused);
    },
  );
});

describe('a limit on a step', () => {
  it.each(IN_A_STEP.map((use) => [use.limit, use] as const))(
    'of %s holds at the limit, and not one over or far over',
    (_limit, use) => {
      const allowed = use.at ?? 30;
      expect(verdict(use, allowed, allowed)).toMatch(/^(taken|deferred)/u);
      expect(verdict(use, allowed, allowed + 1)).toContain(use.refused);
      expect(verdict(use, allowed, allowed * (use.at === undefined ? 20 : 2))).toContain(use.refused);
    },
  );

  it('of the platform is what a machine gets that lowers nothing', () => {
    const result = compile(machineOf({ states: [{ id: 'a' }] }));
    expect(result.ok && result.machine.limits).toEqual(DEFAULT_LIMITS);
  });
});

describe('a limit in bytes', () => {
  const grows = (size: number): Sketch =>
    onGo([{ assign: 'x', expr: 'event' }], {
      data: [
        { id: 'x', value: null },
        { id: 'size', value: size },
      ],
    });

  const outcome = (limits: Partial<Limits>, sketch: Sketch, inputs: readonly Given[]): string => {
    const result = compile(machineOf(sketch), { limits });
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    return sayStep(playThrough(result.machine, inputs));
  };

  it('on the snapshot is exact', () => {
    const compiled = compile(machineOf(grows(1)));
    if (!compiled.ok) throw new Error('Refused.');
    const { snapshot } = playThrough(compiled.machine, [['go', 'y'.repeat(100)]]);
    const bytes = JSON.stringify(snapshot).length;
    const given = (length: number): readonly Given[] => [['go', 'y'.repeat(length)]];
    expect(outcome({ snapshotBytes: bytes }, grows(1), given(100))).toBe('taken in a');
    expect(outcome({ snapshotBytes: bytes }, grows(1), given(101))).toBe('failed limit-snapshot-bytes in a');
    expect(outcome({ snapshotBytes: bytes }, grows(1), given(1_000_000))).toContain('failed limit-');
  });

  it('on deferred events is exact', () => {
    const waits: Sketch = { states: [{ id: 'a', defer: ['x'] }] };
    const bytes = JSON.stringify([{ name: 'x', data: 'y'.repeat(100) }]).length;
    expect(outcome({ deferredBytes: bytes }, waits, [['x', 'y'.repeat(100)]])).toBe('deferred in a');
    expect(outcome({ deferredBytes: bytes }, waits, [['x', 'y'.repeat(101)]])).toBe('refused queue-full in a');
    expect(outcome({ deferredBytes: bytes }, waits, [['x', 'y'.repeat(100_000)]])).toBe('refused queue-full in a');
  });

  it('on effects counts those of one step together', () => {
    const says = (count: number): Sketch => onGo(times(count, () => ({ log: 'x', expr: "'0123456789'" })));
    expect(outcome({ effectBytes: 120 }, says(10), ['go'])).toBe('taken in a');
    expect(outcome({ effectBytes: 120 }, says(11), ['go'])).toContain('failed limit-effect-bytes');
    expect(outcome({ effectBytes: 120 }, says(5_000), ['go'])).toContain('failed limit-effect-bytes');
  });
});

describe('the fuel of a step', () => {
  const counts = (count: number): Sketch =>
    onGo([{ foreach: 'list', item: 'i', do: [{ assign: 'n', expr: 'i' }] }], {
      data: [
        { id: 'list', value: times(count, (index) => index) },
        { id: 'n', value: 0 },
      ],
    });
  const outcome = (fuel: number, count: number): string => {
    const result = compile(machineOf(counts(count)), { limits: { fuel } });
    return result.ok ? sayStep(playThrough(result.machine, ['go'])) : '';
  };

  it('is enough at some amount, and one less is not', () => {
    let fuel = 1;
    while (!outcome(fuel, 50).startsWith('taken')) fuel += 1;
    expect(fuel).toBeGreaterThan(100);
    expect(outcome(fuel - 1, 50)).toContain('failed limit-fuel');
    expect(outcome(fuel, 51)).toContain('failed limit-fuel');
    expect(outcome(fuel, 50_000)).toContain('failed limit-fuel');
  });
});

describe('names that nobody declared', () => {
  it('leave nothing behind: what a machine knows of events is what its text names', () => {
    const result = compile(machineOf({ states: [{ id: 'a', transitions: [{ event: 'known.one', target: 'a' }] }] }));
    if (!result.ok) throw new Error('Refused.');
    const { machine } = result;
    const tables = Machine.tablesOf(machine);
    const before = sizeOf(tables);
    expect(before).toBeGreaterThan(10);
    playThrough(
      machine,
      times(20_000, (index) => `unknown.${index}`),
    );
    expect(sizeOf(tables)).toBe(before);
  });
});

/** Objects that can be reached from a value, members of maps and sets included. */
function sizeOf(value: unknown): number {
  const seen = new Set<unknown>();
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    if (next instanceof Map) open.push(...next.keys(), ...next.values());
    else if (next instanceof Set) open.push(...next);
    for (const key of Reflect.ownKeys(next)) open.push((next as Record<string | symbol, unknown>)[key]);
  }
  return seen.size;
}
