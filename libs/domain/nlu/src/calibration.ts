/** Turns the log-odds of the likeliest intent into the share of such answers that are right. */
export interface Calibration {
  readonly slope: number;
  readonly offset: number;
}

export interface Trial {
  /** Log-odds of the likeliest intent against everything else. */
  readonly odds: number;
  readonly isRight: boolean;
  readonly weight: number;
}

/** With few trials the calibration stays near this. */
const PRIOR: Calibration = { slope: 1.4, offset: 0.6 };
const PRIOR_STRENGTH = 4;
const STEPS = 12;

/** Logistic regression of one variable by Newton's method, pulled towards the prior. */
export function calibrate(trials: readonly Trial[]): Calibration {
  let { slope, offset } = PRIOR;
  for (let step = 0; step < STEPS; step += 1) {
    let [gradientSlope, gradientOffset] = [
      PRIOR_STRENGTH * (slope - PRIOR.slope),
      PRIOR_STRENGTH * (offset - PRIOR.offset),
    ];
    let [slopes, mixed, offsets] = [PRIOR_STRENGTH, 0, PRIOR_STRENGTH];
    for (const { odds, isRight, weight } of trials) {
      const share = logistic(slope * odds + offset);
      const error = weight * (share - (isRight ? 1 : 0));
      const spread = weight * share * (1 - share);
      gradientSlope += error * odds;
      gradientOffset += error;
      slopes += spread * odds * odds;
      mixed += spread * odds;
      offsets += spread;
    }
    const determinant = slopes * offsets - mixed * mixed;
    slope -= (offsets * gradientSlope - mixed * gradientOffset) / determinant;
    offset -= (slopes * gradientOffset - mixed * gradientSlope) / determinant;
  }
  return { slope: Math.max(0.5, slope), offset };
}

export function applyCalibration({ slope, offset }: Calibration, odds: number): number {
  return logistic(slope * odds + offset);
}

export function oddsOf(probability: number): number {
  const bounded = Math.min(1 - 1e-9, Math.max(1e-9, probability));
  return Math.log(bounded / (1 - bounded));
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
