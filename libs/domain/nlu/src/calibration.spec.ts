import { applyCalibration, calibrate, oddsOf } from './calibration.ts';
import type { Trial } from './calibration.ts';

const trials = (count: number, trial: Omit<Trial, 'weight'>): readonly Trial[] =>
  Array.from({ length: count }, () => ({ ...trial, weight: 1 }));

describe('a calibrated confidence', () => {
  it('is the share of such answers that were right', () => {
    const seen = [
      ...trials(300, { odds: 1, foreign: 0, isRight: true }),
      ...trials(100, { odds: 1, foreign: 0, isRight: false }),
      ...trials(40, { odds: -2, foreign: 0, isRight: true }),
      ...trials(360, { odds: -2, foreign: 0, isRight: false }),
    ];
    const calibration = calibrate(seen);
    expect(applyCalibration(calibration, 1, 0)).toBeCloseTo(0.75, 1);
    expect(applyCalibration(calibration, -2, 0)).toBeCloseTo(0.1, 1);
  });

  it('falls with every foreign word, and never rises with one', () => {
    const misled = calibrate(trials(200, { odds: 0, foreign: 1, isRight: true }));
    expect(applyCalibration(misled, 1, 1)).toBeLessThanOrEqual(applyCalibration(misled, 1, 0));
    const usual = calibrate([]);
    expect(applyCalibration(usual, 1, 1)).toBeLessThan(applyCalibration(usual, 1, 0.5));
  });

  it('keeps its head with certain probabilities', () => {
    expect([oddsOf(0), oddsOf(1)].every(Number.isFinite)).toBe(true);
  });
});
