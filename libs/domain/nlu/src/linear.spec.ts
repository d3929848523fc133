import { fitLinear, predictLinear } from './linear.ts';
import type { Vector } from './linear.ts';

const vector = (...positions: number[]): Vector => ({
  positions: Int32Array.from(positions),
  weights: Float64Array.from(positions, () => 1 / Math.sqrt(positions.length)),
});

const EXAMPLES = [
  { vector: vector(0, 3), label: 0, weight: 1 },
  { vector: vector(1, 3), label: 1, weight: 1 },
  { vector: vector(2, 3), label: 2, weight: 1 },
];
const FIT = { features: 4, classes: 3, rounds: 20, decay: 0.001 };

describe('the linear classifier', () => {
  it('learns which feature speaks for which class', () => {
    const model = fitLinear(EXAMPLES, FIT);
    const top = EXAMPLES.map(({ vector: each }) => {
      const shares = predictLinear(model, each);
      return shares.indexOf(Math.max(...shares));
    });
    expect(top).toEqual([0, 1, 2]);
  });

  it('gives shares that add up to one, and no favourite where nothing is known', () => {
    const shares = predictLinear(fitLinear(EXAMPLES, FIT), vector());
    expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(Math.max(...shares)).toBeLessThan(0.5);
  });

  it('gives the same weights, bit by bit, from the same examples', () => {
    expect(fitLinear(EXAMPLES, FIT)).toEqual(fitLinear(EXAMPLES, FIT));
  });
});
