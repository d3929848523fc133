import { evaluate, parse } from '@parley/expression';
import type { Evaluation, Value } from '@parley/expression';
import fc from 'fast-check';
import { writeEcmascript } from './write-ecmascript.ts';
import { translateExpression } from './translate-expression.ts';

function translated(source: string, wanted: 'value' | 'condition' = 'value'): string {
  const translation = translateExpression(source, wanted);
  if (!translation.ok) throw new Error(translation.faults.map(({ message }) => message).join(' '));
  return translation.text;
}

function refused(source: string, wanted: 'value' | 'condition' = 'value'): readonly string[] {
  const translation = translateExpression(source, wanted);
  return translation.ok ? [] : translation.faults.map(({ code, at }) => `${code}@${at}`);
}

function computed(cel: string, data: Readonly<Record<string, Value>>): Evaluation {
  const parsed = parse(cel);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  const scope = { read: (name: string) => (Object.hasOwn(data, name) ? data[name] : undefined), isIn: () => false };
  return evaluate(parsed.expression, scope, { left: 10_000 });
}

/** Where ECMAScript goes on with an infinity or NaN, ours ends. */
function isBeyondNumbers(result: Evaluation): boolean {
  return !result.ok && ['division-by-zero', 'not-finite'].includes(result.code);
}

describe('an ECMAScript expression in our language', () => {
  it.each([
    ['Var1 === 2', 'Var1 == 2'],
    ['a == b && c != d', 'a == b && c != d'],
    ['a || b && !c', 'a || b && !c'],
    ['(a || b) && c', '(a || b) && c'],
    ['a + (b - c) - (d - e)', 'a + (b - c) - (d - e)'],
    ['-x * 3 % 2', '-x * 3 % 2'],
    ['a ? b : c ? d : e', 'a ? b : (c ? d : e)'],
    ['_event.data.amount > 0x10', '_event.data.amount > 16'],
    ["_event.name + ' of ' + _name + n", "_event.name + ' of ' + _name + string(n)"],
    ['`${n} tries`', "string(n) + ' tries'"],
    ["In('s1') && !In('s2')", "In('s1') && !In('s2')"],
    ["typeof Var1 !== 'undefined'", 'has(Var1)'],
    ["'undefined' == typeof a.b", '!has(a.b)'],
    ['a.b === undefined', '!has(a.b)'],
    ['a?.b?.c != null', 'has(a.b.c)'],
    ['a.b === null', 'a.b == null'],
    ['list.length', 'size(list)'],
    ["[1, 'two', {three: 3, 'f-our': [4]}]", "[1, 'two', {'three': 3, 'f-our': [4]}]"],
    ["a['odd key'][0].in", "a['odd key'][0]['in']"],
    ["'x' in map", "'x' in map"],
    ['text.toLowerCase().startsWith("a")', "text.lower().startsWith('a')"],
    ['String(n)', 'string(n)'],
    ['/* why */ (1 /* so */)', '1'],
  ])('%s is %s', (source, text) => {
    expect(translated(source)).toBe(text);
  });

  it.each([
    ['1', 'true'],
    ["''", 'false'],
    ['undefined', 'false'],
    ['0 || Var1 > 2', 'false || Var1 > 2'],
  ])('as a condition, %s is %s', (source, text) => {
    expect(translated(source, 'condition')).toBe(text);
  });

  it.each([
    ['Math.floor(x)', ['call-untranslatable@0']],
    ['1 + Math.max(a, parseInt(b))', ['call-untranslatable@4']],
    ['new Date()', ['expression-untranslatable@0']],
    ['x.map(function (i) { return i })', ['call-untranslatable@0']],
    ['/a+/', ['literal-untranslatable@0']],
    ['x = 3', ['expression-untranslatable@0']],
    ['i++', ['expression-untranslatable@0']],
    ['a & b', ['operator-untranslatable@0']],
    ['a ?? b', ['operator-untranslatable@0']],
    ["name || 'nobody'", ['logic-not-boolean@8']],
    ['this.x', ['expression-untranslatable@0']],
    ['typeof x === "string"', ['operator-untranslatable@0']],
    ['event.data', ['name-reserved@0']],
    ['_now', ['name-unknown@0']],
    ['_event.raw', ['name-unknown@0']],
    ['$x + ü', ['name-untranslatable@0', 'name-untranslatable@5']],
    ['x === undefined ? undefined : 10n', ['undefined-untranslatable@18', 'literal-untranslatable@30']],
  ])('%s is named, never guessed', (source, faults) => {
    expect(refused(source)).toEqual(faults);
  });

  it('a condition of another kind is named', () => {
    expect(refused('[] && a', 'condition')).toEqual(['condition-not-boolean@0']);
  });

  it.each(['return', 'a b', 'a)(b', '', '1 +', 'foo(', '"'])(
    '%j is no expression, and fails when it is reached',
    (source) => {
      const text = translated(source);
      expect(computed(text, { a: 1, b: 2, foo: 3 }).ok).toBe(false);
    },
  );

  it('a member of undefined fails when it is reached', () => {
    expect(translated('undefined.invalidProperty')).toBe("{}['invalidProperty']");
  });

  it('nesting without end is refused or fails, it never breaks the translator', () => {
    for (const source of ['('.repeat(900) + '1' + ')'.repeat(900), '!'.repeat(1_900) + 'a', '['.repeat(1_999)])
      expect(translateExpression(source, 'value')).toHaveProperty('ok');
    expect(refused('a'.repeat(2_001))).toEqual(['expression-too-long@0']);
  });

  it('has the value that ECMAScript gives it, there and back', () => {
    const data = { a: 3, b: -2.5, t: 'text', u: 'te', l: [1, 'x'], m: { k: 4 }, y: true, n: false };
    const { number, bool } = expressions();
    let same = 0;
    fc.assert(
      fc.property(fc.oneof(number, bool), (source) => {
        const names = Object.keys(data);
        const run = (text: string): unknown => new Function(...names, `return (${text});`)(...Object.values(data));
        const expected = run(source);
        const result = computed(translated(source), data);
        expect(run(writeEcmascript(translated(source), String))).toEqual(expected);
        if (isBeyondNumbers(result)) return;
        expect(result).toEqual({ ok: true, value: expected === 0 ? 0 : expected });
        same++;
      }),
      { numRuns: 2_000 },
    );
    expect(same).toBeGreaterThan(1_500);
  });
});

/** Sources whose every part has the kind its place asks for. */
function expressions(): { readonly number: fc.Arbitrary<string>; readonly bool: fc.Arbitrary<string> } {
  const of = (...parts: readonly (fc.Arbitrary<string> | string)[]): fc.Arbitrary<string> =>
    fc.tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part))).map((all) => all.join(''));
  return fc.letrec<{ number: string; bool: string; text: string }>((tie) => ({
    number: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('a', 'b', '2', '0.5', 'm.k', "m['k']", 'l[0]', 'l.length', 't.length'),
      of('(', tie('number'), fc.constantFrom(' + ', ' - ', ' * ', ' / ', ' % '), tie('number'), ')'),
      of(
        fc.constantFrom('a', '7'),
        fc.constantFrom(' + ', '*', ' - ', '/'),
        tie('number'),
        fc.constantFrom(' - ', '*', ' + '),
        'b',
      ),
      of('-(', tie('number'), ')'),
      of('(', tie('bool'), ' ? ', tie('number'), ' : ', tie('number'), ')'),
    ),
    text: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('t', 'u', "'te'", "''", 't.toUpperCase()'),
      of("('<' + ", tie('text'), ')'),
      of('`', fc.constant('x'), '${', tie('text'), '}`'),
    ),
    bool: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('y', 'n', 'true', "'k' in m", 'm.none != null', 'm?.k != null', "typeof m.k !== 'undefined'"),
      of(tie('number'), fc.constantFrom(' < ', ' >= ', ' === ', ' != '), tie('number')),
      of(tie('text'), fc.constantFrom(' === ', ' !== ', ' < '), tie('text')),
      of('!(', tie('bool'), ')'),
      of('(', tie('bool'), fc.constantFrom(' && ', ' || '), tie('bool'), ')'),
      of(tie('text'), '.startsWith(', tie('text'), ')'),
    ),
  }));
}
