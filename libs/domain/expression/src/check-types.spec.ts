import { checkTypes, isAssignable, type Type, type TypeEnvironment } from './index.ts';
import { read } from '../test/evaluating.ts';

const LIMIT: Type = { kind: 'map', nullable: true, fields: { day: { kind: 'number', nullable: true } } };

const environment: TypeEnvironment = {
  names: {
    slots: {
      kind: 'map',
      fields: { amount: { kind: 'number', nullable: true }, recipient: { kind: 'string', nullable: true } },
    },
    vars: {
      kind: 'map',
      fields: {
        count: { kind: 'number' },
        other: { kind: 'number' },
        title: { kind: 'string' },
        done: { kind: 'bool' },
        words: { kind: 'list', of: { kind: 'string' } },
        open: { kind: 'map' },
        transfer: { kind: 'map', nullable: true, fields: { id: { kind: 'string' } } },
      },
    },
    rows: { kind: 'list', of: { kind: 'map', fields: { limit: LIMIT } } },
    rates: { kind: 'map', nullable: true, fields: { 'odd key': LIMIT } },
    event: { kind: 'any' },
  },
  states: new Set(['idle', 'handoff']),
};

/** Every problem of a condition as `code@offset`. */
function problemsOf(source: string, expected: Type = { kind: 'bool' }): readonly string[] {
  return checkTypes(read(source), environment, expected).problems.map(({ code, at }) => `${code}@${at}`);
}

describe('a condition that fits its declared world', () => {
  it.each([
    'vars.count < 10 && vars.done',
    "vars.title == 'x' || vars.title.startsWith('y')",
    'has(slots.amount) && slots.amount < 1000',
    'slots.amount < 1000 && has(slots.amount)',
    '!has(slots.amount) || slots.amount > 5',
    'has(slots.amount) ? slots.amount > 5 : false',
    '!(has(slots.amount) && slots.amount > 5)',
    "has(vars.transfer) && vars.transfer.id == 'x'",
    "has(vars.transfer.id) && vars.transfer.id == 'x'",
    'has(rows[0].limit.day)',
    "has(rates['odd key'].day)",
    'has(rows[vars.count].limit.day) && rows[vars.count].limit.day > 1',
    'has(rows[0].limit.day) && rows[0]["limit"].day > 1',
    "has(rates['odd key'].day) && rates['odd key'].day > 1",
    'has(slots.amount) && rows.exists(r, slots.amount > 1)',
    "In('idle') || !In('handoff')",
    "vars.words.exists(w, w == 'a') && 'a' in vars.words",
    'event.anything.goes > 1 && event.x',
    'vars.open.x == 1 && vars.open.y',
    "vars['count'] > 1",
    "{'a': 1}.a == 1 && [1, 2][0] == 1",
    'vars.count == null',
    "(vars.done ? 'a' : 'b') == 'a'",
  ])('%s has no problem', (source) => {
    expect(problemsOf(source)).toEqual([]);
  });
});

describe('a condition with a fault', () => {
  it.each([
    ['slot.amount > 1', ['unknown-name@0']],
    ['vars.cuont > 1', ['unknown-field@5']],
    ["vars['cuont'] > 1", ['unknown-field@5']],
    ['has(vars.transfer.idd)', ['unknown-field@18']],
    ['has(rows[0].limit.dya)', ['unknown-field@18']],
    ["has(rows['a'].limit)", ['wrong-type@9']],
    ['has(rows[slots.amount].limit)', ['maybe-unset@9']],
    ['rows[0].limit.day > 1', ['maybe-unset@0', 'maybe-unset@0']],
    ['has(rows[0].limit.day) && rows[1].limit.day > 1', ['maybe-unset@26', 'maybe-unset@26']],
    ['has(rows[vars.count].limit.day) && rows[vars.other].limit.day > 1', ['maybe-unset@35', 'maybe-unset@35']],
    ['has(rows[vars.count].limit.day) && rows[vars.count + 1].limit.day > 1', ['maybe-unset@35', 'maybe-unset@35']],
    ['has(rows[0].limit) && rows[0].limit.day > 1', ['maybe-unset@22']],
    ['has(slots.amount) && [slots].exists(slots, slots.amount > 1)', ['maybe-unset@43']],
    ["In('hand')", ['unknown-state@3']],
    ["vars.count == 'x'", ['unlike-types@11']],
    ["vars.count < 'x'", ['unlike-types@11']],
    ["'x' in [1, 2]", ['unlike-types@4']],
    ['vars.words.exists(w, w > 1)', ['unlike-types@23']],
    ['vars.count', ['not-bool@0']],
    ["vars.count + 'x' == 'y'", ['wrong-type@11']],
    ['!vars.count', ['wrong-type@1']],
    ['vars.count && true', ['wrong-type@0']],
    ['vars.count ? true : false', ['wrong-type@0']],
    ['lower(vars.count) == "x"', ['wrong-type@6']],
    ['vars.count.exists(i, true)', ['wrong-type@0']],
    ['vars.title.length == 1', ['wrong-type@11']],
    ['vars.title[0] == "a"', ['wrong-type@11']],
    ['vars.words["a"] == "a"', ['wrong-type@11']],
    ['1 in vars.count', ['wrong-type@2']],
    ['null < 1', ['wrong-type@5']],
    ['slots.amount < 1000', ['maybe-unset@0']],
    ['has(slots.recipient) && slots.amount > 1', ['maybe-unset@24']],
    ['has(slots.amount) || slots.amount > 1', ['maybe-unset@21']],
    ["vars.transfer.id == 'x'", ['maybe-unset@0']],
    ['vars.transfer != null && vars.transfer.id == "x"', ['maybe-unset@0']],
  ])('%s is told where', (source, problems) => {
    expect(problemsOf(source)).toEqual(problems);
  });

  it('is told of every fault at once, but of each only once', () => {
    expect(problemsOf("slot.a > 1 && In('x') && vars.b.c.d > 2 && vars.count")).toEqual([
      'unknown-name@0',
      'unknown-state@17',
      'unknown-field@30',
      'wrong-type@43',
    ]);
  });

  it('is told what was probably meant', () => {
    const { problems } = checkTypes(read("slots.amuont > 1 || In('handof')"), environment);
    expect(problems.map(({ fix }) => fix)).toEqual(['Did you mean amount?', 'Did you mean handoff?']);
  });

  it('is told which part of a path to test, where has() can', () => {
    const { problems } = checkTypes(read("rows[0].limit.day > rates['odd key'].day"), environment);
    expect(problems.map(({ message, fix }) => `${message} ${fix ?? ''}`)).toEqual([
      'rows[0].limit may be unset. Test it first: has(rows[0].limit) && …',
      'rows[0].limit.day may be unset. Test it first: has(rows[0].limit.day) && …',
      'rates may be unset. Test it first: has(rates) && …',
      'rates["odd key"] may be unset. Test it first.',
      'rates["odd key"].day may be unset. Test it first: has(rates["odd key"].day) && …',
    ]);
  });

  it('is only warned of what may be unset: the flow may know better', () => {
    const severities = checkTypes(read('slots.amount > 1 && vars.x'), environment).problems.map(
      ({ severity }) => severity,
    );
    expect(severities).toEqual(['warning', undefined]);
  });
});

describe('the type of an expression', () => {
  it.each([
    ['1 + 2', { kind: 'number' }],
    ["'a' + 'b'", { kind: 'string' }],
    ['[1, 2]', { kind: 'list', of: { kind: 'number' } }],
    ["[1, 'a']", { kind: 'list', of: { kind: 'any' } }],
    ["{'a': 1}", { kind: 'map', fields: { a: { kind: 'number' } } }],
    ['vars.done ? 1 : null', { kind: 'number', nullable: true }],
    ["vars.done ? 1 : 'a'", { kind: 'any' }],
    ['size(vars.words)', { kind: 'number' }],
    ['vars.words[0]', { kind: 'string' }],
  ] satisfies [string, Type][])('%s is known', (source, type) => {
    const expected: Type = { kind: 'any', nullable: true };
    expect(checkTypes(read(source), environment, expected)).toEqual({ type, problems: [] });
  });

  it('fits a declared place or does not', () => {
    const number: Type = { kind: 'number' };
    expect(isAssignable(number, { kind: 'string' })).toBe(false);
    expect(isAssignable({ kind: 'null' }, number)).toBe(false);
    expect(isAssignable({ kind: 'null' }, { ...number, nullable: true })).toBe(true);
    expect(isAssignable({ kind: 'list', of: number }, { kind: 'list', of: { kind: 'string' } })).toBe(false);
    expect(isAssignable({ kind: 'map', fields: {} }, { kind: 'map', fields: { id: number } })).toBe(false);
    expect(isAssignable({ kind: 'map', fields: { id: number } }, { kind: 'map', fields: { id: number } })).toBe(true);
    expect(problemsOf("'a'", number)).toEqual(['wrong-type@0']);
  });
});
