import { checkTypes, evaluate, operands, parse, type Value } from './index.ts';
import { CountedReads } from './testing/index.ts';
import { run, scopeOf } from '../test/evaluating.ts';

const FUEL = 10_000;

/** A value that no honest JSON of ours holds, but that somebody may send. */
function nested(levels: number): Value {
  let value: Value = 1;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}

const LONG_TEXT = 'a'.repeat(60_000);
const LONG_LIST: Value = Array.from({ length: 9_999 }, (_, index) => index);
const SELF_LIKE: Value = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": "own"}') as Value;
const WORLD: Readonly<Record<string, Value>> = {
  m: {},
  l: [],
  t: 'text',
  own: SELF_LIKE,
  longText: LONG_TEXT,
  longList: LONG_LIST,
  deep: nested(20_000),
  deepTwin: nested(20_000),
};

const UNREADABLE: readonly string[] = [
  'm.__proto__',
  'm.constructor',
  'm.toString',
  'm.hasOwnProperty',
  "m['__proto__']",
  "m['const' + 'ructor']",
  'm.constructor.constructor',
  'l.length',
  'l.push',
  "l['length']",
  'l.constructor',
  't.length',
  't.constructor',
  "t['length']",
  '(1).constructor',
  'true.constructor',
  "'a'.__proto__",
  '__proto__',
  'constructor',
  'globalThis',
  'process',
  'this',
  'arguments',
  "In('idle').constructor",
  '[1].exists(i, i.constructor == 1)',
  "{'a': 1}.constructor",
];

const UNREADABLE_SOURCES: readonly (readonly [name: string, source: string])[] = [
  ['10,000 brackets', '('.repeat(10_000)],
  ['1,999 brackets', '('.repeat(1_999)],
  ['1,999 square brackets', '['.repeat(1_999)],
  ['1,999 braces', '{'.repeat(1_999)],
  ['1,999 exclamation marks', '!'.repeat(1_999)],
  ['1,999 minus signs', '-'.repeat(1_999)],
  ['600 conditions in each other', `${'a?b:'.repeat(499)}c`],
  ['1,000 indexes in each other', 'a['.repeat(999)],
  ['600 calls in each other', 'size('.repeat(399)],
  ['400 macros in each other', 'a.all(x,'.repeat(240)],
  ['1,999 quotes', "'".repeat(1_999)],
  ['1,999 backslashes', `'${'\\'.repeat(1_997)}`],
  ['1,999 dots', `a${'.'.repeat(1_998)}`],
  ['1,999 digits', '9'.repeat(1_999)],
  ['NUL', 'a\u0000b'],
  ['a lone surrogate', "'\ud800' + \ud800"],
  ['a right-to-left override', 'a\u202eb'],
  ['a no-break space', 'a\u00a0== 1'],
  ['a comment that hides the rest', 'a == // 1'],
  ['template literals', '`${process.exit()}`'],
  ['an assignment', 'a.b = 1'],
  ['a lambda', '(() => 1)()'],
  ['a statement', 'while (true) {}'],
  ['a regular expression', '/(a+)+$/.test(t)'],
  ['a second macro behind a bracket', 'l.all(x, ((l.exists(y, true))))'],
];

const RUNAWAYS: readonly (readonly [name: string, source: string, codes: readonly string[]])[] = [
  [
    'text doubled by concatenation',
    '(longText + longText) + (longText + longText)',
    ['value-too-large', 'out-of-fuel'],
  ],
  ['lists doubled by concatenation', '(longList + longList) + longList', ['value-too-large', 'out-of-fuel']],
  ['a long list in a long list', 'longList.all(x, x in longList)', ['out-of-fuel']],
  ['long texts compared for each item', 'longList.all(x, longText == longText)', ['out-of-fuel']],
  ['a wide literal of big parts', `[${'longList,'.repeat(200)}1]`, ['out-of-fuel']],
  ['a map of big parts', "{'a': longList, 'b': {'c': longList, 'd': [longList, longList]}}", ['out-of-fuel']],
  ['a value nested 20,000 deep, compared', 'deep == deepTwin', ['value-too-deep', 'out-of-fuel']],
  ['a value nested 20,000 deep, looked for', 'deep in [deepTwin]', ['value-too-deep', 'out-of-fuel']],
  ['a value nested 20,000 deep, as the result', 'deep', ['out-of-fuel']],
  ['a number hidden in 60,000 digits', 'double(longText)', ['bad-conversion']],
  [
    '900 sums',
    Array.from({ length: 900 }, () => 'longText.size()')
      .slice(0, 110)
      .join('+'),
    ['out-of-fuel'],
  ],
];

describe('a hostile expression', () => {
  it.each(UNREADABLE)('[E071] reads nothing that is not an own field: %s', (source) => {
    const parsed = parse(source);
    if (!parsed.ok) return expect(parsed.problems[0]?.code).toMatch(/^(unexpected|reserved|bad)-/);
    const result = evaluate(parsed.expression, scopeOf(WORLD, ['idle']), { left: FUEL });
    return expect(result).toMatchObject({ ok: false });
  });

  it('reads fields with frightening names that are own', () => {
    expect(run('own.constructor', WORLD)).toEqual({ ok: true, value: 'own' });
    expect(run('own.__proto__.polluted', WORLD)).toEqual({ ok: true, value: 1 });
    expect(run('own.polluted', WORLD)).toMatchObject({ code: 'no-such-field' });
  });

  it('builds a map with the key __proto__ without touching a prototype', () => {
    const result = run("{'__proto__': {'polluted': 1}}");
    expect(result).toMatchObject({ ok: true });
    if (result.ok) expect(Object.getPrototypeOf(result.value)).toBe(Object.prototype);
    expect(run("{'__proto__': {'polluted': 1}}.polluted")).toMatchObject({ code: 'no-such-field' });
  });

  it.each(UNREADABLE_SOURCES)('[E071] is refused with code, place and sentence: %s', (_name, source) => {
    const parsed = parse(source);
    expect(parsed).toMatchObject({ ok: false });
    if (parsed.ok) return;
    expect(parsed.problems).toHaveLength(1);
    expect(parsed.problems[0]?.message).not.toBe('');
    expect(parsed.problems[0]?.at).toBeLessThanOrEqual(Math.min(source.length, 2_000));
  });

  it.each(RUNAWAYS)('ends with a fault, and reads no more than its fuel pays for: %s', (_name, source, codes) => {
    const reads = new CountedReads();
    const counted = Object.fromEntries(Object.entries(WORLD).map(([name, value]) => [name, reads.of(value)]));
    const fuel = { left: FUEL };
    const result = run(source, counted, fuel);
    expect(codes).toContain(result.ok ? 'ok' : result.code);
    // Each step that was paid for reads an element, and at most asks once more how many there are.
    expect(reads.count).toBeLessThanOrEqual(2 * FUEL);
    expect(fuel.left).toBeGreaterThanOrEqual(0);
  });

  it('shows its operands within their own small fuel', () => {
    const parsed = parse('longList.all(x, x in longList) && longText == longText');
    if (!parsed.ok) throw new Error('unreadable');
    const shown = operands(parsed.expression, scopeOf(WORLD));
    expect(shown[0]).toEqual({ text: 'longList.all(x, x in longList)', value: undefined });
  });

  it('is checked against declared types as soon as it is read', () => {
    const source = Array.from({ length: 300 }, () => 'a.b').join(' + ');
    const parsed = parse(source);
    if (!parsed.ok) throw new Error('unreadable');
    const { problems } = checkTypes(parsed.expression, { names: {} });
    expect(problems).toHaveLength(300);
  });

  it('does not find names in the prototype of the declared world', () => {
    const parsed = parse('toString == constructor');
    if (!parsed.ok) throw new Error('unreadable');
    const { problems } = checkTypes(parsed.expression, { names: {} });
    expect(problems.map(({ code }) => code)).toEqual(['unknown-name', 'unknown-name']);
  });

  it('is not made by hand: only parse() makes expressions', () => {
    expect(() => evaluate({ source: '1', paths: [] }, scopeOf({}), { left: 1 })).toThrow('not made by parse()');
  });
});
