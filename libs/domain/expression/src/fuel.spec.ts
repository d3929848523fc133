import { evaluate, measure, type Value } from './index.ts';
import { read, run, scopeOf } from '../test/evaluating.ts';

describe('fuel', () => {
  it('is shared: what one expression spends is gone for the next', () => {
    const fuel = { left: 10 };
    const expression = read('1 + 1');
    const outcomes = [1, 2, 3, 4].map(() => evaluate(expression, scopeOf({}), fuel).ok);
    expect(outcomes).toEqual([true, true, true, false]);
  });

  it.each(['1', 'a.b', '[1]', '!true', 'a.b && a.b', 'has(a.b)', 'size("x")'])(
    'refuses %s when it is gone',
    (source) => {
      expect(run(source, { a: { b: true } }, { left: 0 })).toMatchObject({ ok: false, code: 'out-of-fuel' });
    },
  );

  it('counts NaN as gone', () => {
    expect(run('1 + 1', {}, { left: Number.NaN })).toMatchObject({ code: 'out-of-fuel' });
  });

  it('cannot be absorbed by a term that settles the answer', () => {
    const list = Array.from({ length: 500 }, (_, index) => index);
    expect(run('list.all(n, n >= 0) || true', { list }, { left: 100 })).toMatchObject({ code: 'out-of-fuel' });
    expect(run('[1].exists(n, list.size() == 1 || list == list)', { list }, { left: 100 })).toMatchObject({
      code: 'out-of-fuel',
    });
  });

  it('pays for the length of texts and lists', () => {
    const text = 'x'.repeat(16_000);
    expect(run('t == t', { t: text }, { left: 500 })).toMatchObject({ code: 'out-of-fuel' });
    expect(run('t.contains("y")', { t: text }, { left: 500 })).toMatchObject({ code: 'out-of-fuel' });
    expect(run('t < t', { t: text }, { left: 500 })).toMatchObject({ code: 'out-of-fuel' });
    expect(run('t + t', { t: text }, { left: 500 })).toMatchObject({ code: 'out-of-fuel' });
    expect(run('t + t', { t: text }, { left: 5_000 })).toMatchObject({ ok: true });
  });

  it('stops a list that doubles itself from assignment to assignment', () => {
    const fuel = { left: 10_000 };
    const doubling = read('[x, x]');
    let x: Value = [1];
    let rounds = 0;
    for (; rounds < 100; rounds += 1) {
      const result = evaluate(doubling, scopeOf({ x }), fuel);
      if (!result.ok) break;
      x = result.value;
    }
    expect(rounds).toBeLessThan(15);
    expect(measure(x, 1e9)).toBeLessThan(10_000);
  });

  it('stops a map that takes itself in from assignment to assignment', () => {
    const fuel = { left: 10_000 };
    const reading = read('vars');
    let vars: Value = { a: 1 };
    let rounds = 0;
    for (; rounds < 100; rounds += 1) {
      const result = evaluate(reading, scopeOf({ vars }), fuel);
      if (!result.ok) break;
      vars = { left: result.value, right: result.value };
    }
    expect(rounds).toBeLessThan(15);
  });

  it('measures shared parts as often as they occur, and gives up on what is too deep', () => {
    const part = ['a', 'b'];
    expect(measure([part, part], 100)).toBe(7);
    let deep: Value = [];
    for (let level = 0; level < 5_000; level += 1) deep = [deep];
    expect(measure(deep, 1e9)).toBe(Number.POSITIVE_INFINITY);
  });
});
