import { isCelError, isCelList, isCelMap, run as runCel, type CelInput } from '@bufbuild/cel';
import { evaluate as evaluateCelJs } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { evaluate, parse, type Evaluation, type Value } from './index.ts';
import { scopeOf } from '../test/evaluating.ts';

/*
 * Two outside CEL libraries judge ours over generated expressions. Where we differ on purpose, by rule:
 *  1. one number type: the generator writes every number with a point; `%` and int literals are not compared;
 *  2. no infinity and no NaN: `division-by-zero` and `not-finite` are faults here, values there: such runs are left out;
 *  3. size() and int() answer whole numbers of another type there: they are wrapped in double();
 *  4. has() of a path through null or unset is false here, an error there, and has() of null is false here, true
 *     there: the generator asks for fields of maps that are set and not null;
 *  5. lower, upper and trim are not in CEL's own library: they are not compared.
 *  6. macros do not nest, and a source has a depth: what `parse` refuses for that is left out.
 *  7. two minuses or two negations cancel out in the first library, whatever they stand before; here each needs its number or bool.
 * The second library (cel-js) checks types before it runs and refuses what CEL would evaluate, and
 * is laxer than the first in places (null in a map): it is asked for values, where the first has one.
 */
const WORLD = {
  n: 3,
  m: -2.5,
  z: 0,
  t: 'hello',
  e: '',
  u: 'é😀z',
  yes: true,
  no: false,
  nil: null,
  items: [1, 2, 3],
  words: ['a', 'b', 'hello'],
  box: { a: 1, b: { c: 'x' }, t: 'hello' },
};

/** A type, not an interface: letrec asks for an indexable one. */
type Productions = {
  number: string;
  text: string;
  bool: string;
  list: string;
  any: string;
};

const generated = fc.letrec<Productions>((tie) => {
  const number = tie('number');
  const text = tie('text');
  const bool = tie('bool');
  const list = tie('list');
  const any = tie('any');
  const infix = (left: fc.Arbitrary<string>, operators: readonly string[], right: fc.Arbitrary<string>) =>
    fc.tuple(left, fc.constantFrom(...operators), right).map(([a, operator, b]) => `(${a} ${operator} ${b})`);
  const leaf = (...leaves: readonly string[]) => ({ weight: 4, arbitrary: fc.constantFrom(...leaves) });
  const shapes = (...shaped: readonly fc.Arbitrary<string>[]) => shaped.map((arbitrary) => ({ weight: 1, arbitrary }));
  return {
    number: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf('0.0', '1.0', '2.5', '1e3', 'n', 'm', 'z', 'box.a', 'missing', 'box.missing'),
      ...shapes(
        infix(number, ['+', '-', '*', '/'], number),
        number.map((operand) =>
          /^\(*-/.test(operand) ? operand : `-${operand.startsWith('!') ? `(${operand})` : operand}`,
        ),
        text.map((operand) => `double(size(${operand}))`),
        list.map((operand) => `double(${operand}.size())`),
        fc.tuple(list, fc.nat(3)).map(([operand, index]) => `${operand}[${index}]`),
        fc.tuple(bool, number, number).map(([test, a, b]) => `(${test} ? ${a} : ${b})`),
        any,
      ),
    ),
    text: fc.oneof(
      { depthSize: 'small' },
      leaf("''", "'a'", "'hello'", "'\\u00e9'", "'\\U0001F600'", 't', 'e', 'u', 'box.t', 'box.b.c', "box['t']"),
      ...shapes(
        infix(text, ['+'], text),
        fc.tuple(bool, text, text).map(([test, a, b]) => `(${test} ? ${a} : ${b})`),
        bool.map((operand) => `string(${operand})`),
        any,
      ),
    ),
    bool: fc.oneof(
      { depthSize: 'small' },
      leaf('true', 'false', 'yes', 'no', 'has(box.a)', 'has(box.zz)', 'has(box.b.c)'),
      ...shapes(
        infix(bool, ['&&', '||'], bool),
        bool.map((operand) => (/^\(*!/.test(operand) ? operand : `!${operand}`)),
        infix(number, ['<', '<=', '>', '>=', '==', '!='], number),
        infix(text, ['<', '<=', '>', '>=', '==', '!='], text),
        infix(any, ['==', '!='], any),
        infix(any, ['<', '>='], any),
        infix(any, ['in'], list),
        infix(text, ['in'], fc.constantFrom('box', 'box.b', "{'a': 1.0}")),
        fc
          .tuple(text, fc.constantFrom('contains', 'startsWith', 'endsWith'), text)
          .map(([a, method, b]) => `${a}.${method}(${b})`),
        fc
          .tuple(list, fc.constantFrom('exists', 'all'), fc.constantFrom('>', '==', '<='), number)
          .map(([operand, macro, operator, limit]) => `${operand}.${macro}(i, i ${operator} ${limit})`),
        fc
          .tuple(fc.constantFrom('exists', 'all'), text)
          .map(([macro, limit]) => `words.${macro}(w, w != ${limit} && w.size() > 0)`),
        fc.constantFrom('exists', 'all').map((macro) => `box.${macro}(k, k == 'a' || box[k] == 'hello')`),
      ),
    ),
    list: fc.oneof(
      { depthSize: 'small' },
      leaf('[]', '[1.0, 2.0]', 'items', 'words'),
      ...shapes(
        infix(list, ['+'], list),
        fc.tuple(number, number).map(([a, b]) => `[${a}, ${b}]`),
      ),
    ),
    any: fc.oneof(
      { depthSize: 'small' },
      leaf('nil', 'box', 'box.b', 'missing', "{'a': 1.0}"),
      ...shapes(number, text, bool, list),
    ),
  };
});

const OUR_RULES: ReadonlySet<string> = new Set([
  ...['division-by-zero', 'not-finite'],
  ...['nested-macro', 'nested-too-deep', 'source-too-long'],
]);

/** Our answer, undefined where a rule of ours forbids what CEL allows. */
function askOurs(source: string): Evaluation | undefined {
  const parsed = parse(source);
  const ours = parsed.ok ? evaluate(parsed.expression, scopeOf(WORLD), { left: 1e6 }) : undefined;
  const code = parsed.ok ? (ours?.ok === false ? ours.code : undefined) : parsed.problems[0]?.code;
  if (code !== undefined && OUR_RULES.has(code)) return undefined;
  if (!parsed.ok) throw new Error(`${source} is not read: ${code}`);
  return ours;
}

/** The oracle's answer as JSON; undefined for an error. */
function plain(value: unknown): Value | undefined {
  if (isCelError(value)) return undefined;
  if (typeof value === 'bigint') return Number(value);
  if (isCelList(value)) return [...value].map((item) => plain(item) ?? null);
  if (isCelMap(value))
    return Object.fromEntries([...value.entries()].map(([key, item]) => [String(key), plain(item) ?? null]));
  return JSON.parse(JSON.stringify(value)) as Value;
}

function askBufbuild(source: string): Value | undefined {
  return plain(runCel(source, WORLD as unknown as Record<string, CelInput>));
}

function askCelJs(source: string): Value | undefined {
  try {
    return plain(evaluateCelJs(source, WORLD));
  } catch {
    return undefined;
  }
}

describe('beside outside CEL libraries', () => {
  it('every generated expression has the value, or the error, that @bufbuild/cel gives it', () => {
    let values = 0;
    let faults = 0;
    fc.assert(
      fc.property(fc.oneof(generated.bool, generated.number, generated.text, generated.list), (source) => {
        const ours = askOurs(source);
        if (ours === undefined) return;
        const theirs = askBufbuild(source);
        expect(ours.ok ? ours.value : undefined).toEqual(theirs);
        if (ours.ok) values += 1;
        else faults += 1;
      }),
      { numRuns: 3_000 },
    );
    expect(values).toBeGreaterThan(1_000);
    expect(faults).toBeGreaterThan(300);
  });

  it('every generated expression that cel-js gives a value has that value', () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.oneof(generated.bool, generated.number, generated.text), (source) => {
        const theirs = askCelJs(source);
        const ours = askOurs(source);
        if (theirs === undefined || ours === undefined || askBufbuild(source) === undefined) return;
        expect(ours).toEqual({ ok: true, value: theirs });
        compared += 1;
      }),
      { numRuns: 2_000 },
    );
    expect(compared).toBeGreaterThan(500);
  });
});
