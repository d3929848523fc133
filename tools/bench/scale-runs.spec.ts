import { flatnessOf } from './scale-runs.ts';

describe('flatness of a curve of costs', () => {
  it('is told by the ratio that is farthest from 1, be it dearer or cheaper', () => {
    expect(flatnessOf([1, 1.1, 0.95])).toBe(1.1);
    expect(flatnessOf([1, 1.1, 0.8])).toBe(1.25);
  });

  it('is not what lies between the highest and the lowest: each is a ratio to the same base already', () => {
    expect(flatnessOf([1.1, 0.9])).toBe(1.11);
  });
});
