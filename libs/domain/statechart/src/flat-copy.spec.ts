import fc from 'fast-check';
import { FlatCopy } from './flat-copy.ts';

function copyOf(value: unknown, bytes: number, levels: number): FlatCopy | null {
  const copy = new FlatCopy(bytes, levels);
  return copy.add(value) ? copy.end() : null;
}

describe('a flat copy', () => {
  it('gives back what was copied, whatever became of that since', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const before = JSON.stringify(value);
        const copy = copyOf(value, 1_000_000, 100);
        if (typeof value === 'object' && value !== null)
          for (const key of Object.keys(value)) Reflect.set(value, key, 0);
        expect(copy).not.toBeNull();
        expect(JSON.stringify(copy?.restored())).toBe(before);
      }),
      { numRuns: 60 },
    );
  });

  it('is as long as the longest of lists and maps', () => {
    const value = { list: Array.from({ length: 2_000 }, (_, index) => index), map: { ...Array(40).fill('x') } };
    expect(copyOf(value, 1_000_000, 3)?.restored()).toEqual(value);
  });

  it('leaves out what is undefined, as JSON does', () => {
    expect(copyOf({ a: undefined, b: 1 }, 100, 3)?.restored()).toStrictEqual({ b: 1 });
  });

  it.each<[string, unknown]>([
    ['no number', Number.NaN],
    ['an endless number', [Infinity]],
    ['nothing in a list', [undefined]],
    ['a function', { f: () => 1 }],
    ['a big number', { n: 1n }],
    ['a date', { d: new Date(0) }],
    ['an object of a class', { m: new Map() }],
  ])('is not made of %s', (_what, value) => {
    expect(copyOf(value, 1_000_000, 100)).toBeNull();
  });

  it.each<[string, unknown, number]>([
    ['a text by its longest escapes', 'ab', 2 + 6 * 2],
    ['a number', 1, 25],
    ['null', null, 25],
    ['a list', ['', ''], 2 + 2 * (1 + 2)],
    ['a map', { key: '' }, 2 + 6 * 3 + 4 + 2],
  ])('is made where the budget just suffices for %s, and not with one byte less', (_what, value, bytes) => {
    expect(copyOf(value, bytes, 5)?.restored()).toEqual(value);
    expect(copyOf(value, bytes - 1, 5)).toBeNull();
  });

  it('is not made of what nests deeper than is allowed, or in itself', () => {
    expect(copyOf([[1]], 1_000, 2)?.restored()).toEqual([[1]]);
    expect(copyOf([[1]], 1_000, 1)).toBeNull();
    const ring: unknown[] = [];
    ring.push(ring);
    expect(copyOf(ring, 1_000_000, 100)).toBeNull();
  });

  it('has the same bounds where nobody will ask for it', () => {
    const bounds = (value: unknown, bytes: number) => new FlatCopy(bytes, 2, false).add(value);
    expect([bounds(['', { a: 1 }], 43), bounds(['', { a: 1 }], 42)]).toEqual([true, false]);
    expect([bounds([[[1]]], 1_000), bounds([new Map()], 1_000), bounds([Number.NaN], 1_000)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
