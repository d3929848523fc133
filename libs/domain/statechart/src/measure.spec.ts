import fc from 'fast-check';
import { isSmall, measure } from './measure.ts';

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

describe('the size of a value', () => {
  it('is the size of its JSON text in UTF-8', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(measure(value, Number.MAX_SAFE_INTEGER, 100).bytes).toBe(bytesOf(value));
      }),
    );
  });

  it('is small only if it surely fits', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(200), (value, budget) => {
        expect(isSmall(value, budget, 100) && bytesOf(value) > budget).toBe(false);
      }),
    );
  });

  it('is not counted to the end once it is over the budget', () => {
    let shared: unknown = ['x'];
    for (let level = 0; level < 60; level++) shared = [shared, shared];
    const size = measure(shared, 1_000, 100);
    expect(size.bytes).toBeGreaterThan(1_000);
    expect(size.nodes).toBeLessThan(2_000);
  });

  it('of a value that holds itself is too deep, not endless', () => {
    const ring: unknown[] = [];
    ring.push(ring);
    expect(measure(ring, 1_000_000, 64).tooDeep).toBe(true);
    expect(isSmall(ring, 1_000_000, 64)).toBe(false);
  });
});
