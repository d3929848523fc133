import { curveThrough } from './curve-through.ts';

describe('the line of a transition', () => {
  it('is straight between its corners and round at them', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 0, y: 100 },
      { x: 100, y: 100 },
    ];
    expect(curveThrough(points)).toBe('M0,0 L0,74 Q0,100 26,100 L100,100');
  });

  it('is rounded no further than to the middle of a short stretch', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 0, y: 10 },
      { x: 100, y: 10 },
    ];
    expect(curveThrough(points)).toBe('M0,0 L0,5 Q0,10 26,10 L100,10');
  });

  it('is nothing where there is nothing to join', () => {
    expect(curveThrough([])).toBe('');
    expect(curveThrough([{ x: 1, y: 1 }])).toBe('');
  });
});
