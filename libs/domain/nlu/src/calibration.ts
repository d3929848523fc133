/** Turns the log-odds of an intent, and how much of the text is foreign to the flow, into the share of such answers that are right. */
export interface Calibration {
  readonly slope: number;
  readonly offset: number;
  /** Of the share of foreign words. */
  readonly penalty: number;
}

export interface Trial {
  /** Log-odds of the likeliest intent against everything else. */
  readonly odds: number;
  /** Share of the topic words that the examples do not have, 0..1. */
  readonly foreign: number;
  readonly isRight: boolean;
  readonly weight: number;
}

/** With few trials the calibration stays near this. */
const PRIOR: Calibration = { slope: 1.4, offset: 0.8, penalty: -3 };
const PRIOR_STRENGTH = 4;
const STEPS = 30;

/** Logistic regression of two variables by Newton's steps, one coefficient after the other, pulled towards the prior. */
export function calibrate(trials: readonly Trial[]): Calibration {
  let calibration = PRIOR;
  for (let step = 0; step < STEPS; step += 1) {
    const slope = calibration.slope - newtonStep(trials, calibration, 'slope', (trial) => trial.odds);
    calibration = { ...calibration, slope: Math.max(0.5, slope) };
    calibration = { ...calibration, offset: calibration.offset - newtonStep(trials, calibration, 'offset', () => 1) };
    const penalty = calibration.penalty - newtonStep(trials, calibration, 'penalty', (trial) => trial.foreign);
    calibration = { ...calibration, penalty: Math.min(0, penalty) };
  }
  return calibration;
}

function newtonStep(
  trials: readonly Trial[],
  calibration: Calibration,
  name: keyof Calibration,
  variable: (trial: Trial) => number,
): number {
  let gradient = PRIOR_STRENGTH * (calibration[name] - PRIOR[name]);
  let curvature = PRIOR_STRENGTH;
  for (const trial of trials) {
    const share = applyCalibration(calibration, trial.odds, trial.foreign);
    const value = variable(trial);
    gradient += trial.weight * (share - (trial.isRight ? 1 : 0)) * value;
    curvature += trial.weight * share * (1 - share) * value * value;
  }
  return gradient / curvature;
}

export function applyCalibration({ slope, offset, penalty }: Calibration, odds: number, foreign: number): number {
  return 1 / (1 + Math.exp(-(slope * odds + offset + penalty * foreign)));
}

export function oddsOf(probability: number): number {
  const bounded = Math.min(1 - 1e-9, Math.max(1e-9, probability));
  return Math.log(bounded / (1 - bounded));
}
