import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { compile } from './compile.ts';
import type { CoreMachine } from './core-format.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { machineOf } from './testing/random-machines.ts';
import { sketch } from './testing/player.ts';

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8')) as unknown;
const schema = read('apps/docs/reference/core.schema.json') as {
  readonly $defs: { readonly limits: { readonly properties: object } };
};
const validate = new Ajv2020({ strict: false }).compile(schema);

/** Every key of the format at least once. */
const everything: CoreMachine = {
  schema: 'core/1',
  id: 'everything',
  initial: { target: ['s'], do: [{ log: 'begin' }], at: '/x' },
  data: [{ id: 'x', value: [1] }, { id: 'y', expr: '1 + 1', at: '/y' }, { id: 'z' }],
  binding: 'late',
  faults: 'load',
  limits: { states: 50, sends: 5 },
  machines: { other: { schema: 'core/1', id: 'other', states: [{ id: 'o' }] } },
  transitions: [{ event: 'reset', target: 's' }],
  states: [
    {
      id: 's',
      type: 'compound',
      initial: 'p',
      data: [{ id: 'inner', value: null }],
      entry: [{ raise: 'e', data: { a: 'x' } }, [{ assign: 'x[0]', expr: '2' }], { unset: 'x.y' }],
      exit: [
        { if: [{ cond: 'y == 2', do: [] }, { do: [{ log: 'else', expr: 'y', at: '/z' }] }] },
        {
          foreach: 'x',
          item: 'i',
          index: 'n',
          do: [{ effect: 'say', fields: { t: 1 }, capture: ['x'], values: { v: 'i' } }],
        },
        {
          send: {
            event: 'e',
            target: '#_parent',
            type: 'scxml',
            id: 'i',
            delayMs: 5,
            params: { p: '1' },
            namelist: ['x'],
          },
        },
        {
          send: {
            eventexpr: "'e'",
            targetexpr: "'#_parent'",
            typeexpr: "'scxml'",
            idlocation: 'z',
            delayexpr: "'1s'",
            content: { value: { k: [] } },
          },
        },
        { cancel: { sendid: 'i' } },
        { cancel: { sendidexpr: 'z' } },
      ],
      transitions: [{ event: ['a', 'b.*'], cond: 'y > 1', target: ['p'], internal: true, do: [{ log: 'go' }] }],
      after: [{ delayMs: 1_000, cond: 'y > 1', target: 'p' }],
      invoke: [
        { id: 'job', src: 'work', input: { a: 'x' }, config: { any: 1 }, finalize: [{ assign: 'z', expr: '1' }] },
        { srcexpr: "'work'", idlocation: 'z', namelist: ['x'] },
        { machine: 'other', type: 'scxml', autoforward: true },
        { machine: { schema: 'core/1', id: 'inline', states: [{ id: 'i' }] }, typeexpr: "'scxml'" },
        { machineexpr: "'other'" },
      ],
      defer: ['m'],
      interrupt: ['m.urgent'],
      states: [
        { id: 'h', type: 'history', history: 'deep', initial: { target: 'p', do: [{ log: 'h' }] } },
        { id: 'p', type: 'parallel', states: [{ id: 'r1' }, { id: 'r2', type: 'atomic' }] },
        { id: 'f', type: 'final', donedata: { params: { a: 'y' } } },
        { id: 'g', type: 'final', donedata: { content: 'y' }, at: '/g' },
      ],
    },
  ],
};

/** What the reader says about shape; the rest of its problems are about meaning, which a schema cannot know. */
const SHAPE = new Set([
  ...['type-wrong', 'key-unknown', 'key-missing', 'name-empty', 'text-too-long', 'action-unknown', 'keys-exclusive'],
  ...['send-empty', 'donedata-both'],
]);
const misshapen = (machine: unknown): readonly string[] => {
  const compiled = compile(machine as CoreMachine);
  return compiled.ok
    ? []
    : compiled.problems.filter(({ code }) => SHAPE.has(code)).map(({ code, pointer }) => `${code} ${pointer}`);
};

type Edit = (parent: Record<string, unknown>, key: string) => void;
const EDITS: Readonly<Record<string, Edit>> = {
  'a null': (parent, key) => (parent[key] = null),
  'a number': (parent, key) => (parent[key] = 1.5),
  'an empty text': (parent, key) => (parent[key] = ''),
  'a text': (parent, key) => (parent[key] = 'text'),
  'a long text': (parent, key) => (parent[key] = 'x'.repeat(4_001)),
  'an empty list': (parent, key) => (parent[key] = []),
  'an empty object': (parent, key) => (parent[key] = {}),
  'a list around it': (parent, key) => (parent[key] = [parent[key]]),
  'an unknown key beside it': (parent) => (parent['__unknown'] = 1),
  nothing: (parent, key) => {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
  },
};

/** Every place of a JSON value, as the way to it. */
function placesIn(json: unknown, way: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, part]) => [[...way, key], ...placesIn(part, [...way, key])]);
}

function edited(json: unknown, way: readonly string[], edit: Edit): unknown {
  const copy = structuredClone(json) as Record<string, unknown>;
  const parent = way.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, copy);
  edit(parent, way.at(-1) ?? '');
  return copy;
}

const seeds = fc.array(fc.nat(1_000_000), { minLength: 8, maxLength: 8 });
const leaf = fc.record({
  kind: fc.constantFrom('atomic' as const, 'final' as const),
  children: fc.constant([]),
  history: fc.constant(null),
  seeds,
});
const branch = fc.record({
  kind: fc.constantFrom('compound' as const, 'parallel' as const),
  children: fc.array(leaf, { minLength: 1, maxLength: 3 }),
  history: fc.constantFrom(null, 'shallow' as const, 'deep' as const),
  seeds,
});
const randomMachine = fc.array(fc.oneof(leaf, branch), { minLength: 1, maxLength: 4 }).map(machineOf);

describe('the JSON Schema of the core format', () => {
  it('takes a machine with every key there is, as the reader does', () => {
    expect(compile(everything)).toMatchObject({ ok: true });
    expect(validate(everything)).toBe(true);
  });

  it('takes the example of its page', () => {
    const page = readFileSync('apps/docs/reference/core-format.md', 'utf8');
    const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => JSON.parse(text ?? '') as unknown);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples)
      expect([validate(example), compile(example as CoreMachine)]).toMatchObject([true, { ok: true }]);
  });

  it('knows every limit', () => {
    expect(Object.keys(schema.$defs.limits.properties).sort()).toEqual(Object.keys(DEFAULT_LIMITS).sort());
  });

  it.each(Object.keys(EDITS))('agrees with the reader wherever there is %s', (what) => {
    const edit = EDITS[what] ?? ((): void => undefined);
    const verdicts = placesIn(everything).map((way) => {
      const machine = edited(everything, way, edit);
      return { way: `/${way.join('/')}`, faults: misshapen(machine), isValid: validate(machine) };
    });
    const disagreements = verdicts.filter(({ faults, isValid }) => isValid !== (faults.length === 0));
    expect(disagreements).toEqual([]);
    expect(verdicts.filter(({ isValid }) => !isValid).length).toBeGreaterThan(10);
  });

  it('takes every machine that the reader takes', () => {
    fc.assert(
      fc.property(randomMachine, (machine) => {
        expect(compile(sketch(machine)).ok).toBe(true);
        expect(validate(sketch(machine))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
