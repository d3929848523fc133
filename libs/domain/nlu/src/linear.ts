/** A sparse vector: positions and weights of the features that are present. */
export interface Vector {
  readonly positions: Int32Array;
  readonly weights: Float64Array;
}

export interface LabelledVector {
  readonly vector: Vector;
  readonly label: number;
  /** How much this example counts. */
  readonly weight: number;
}

/** Multinomial logistic regression: `weights[feature * classes + label]`, the biases last. */
export interface Linear {
  readonly classes: number;
  readonly weights: Float64Array;
  readonly biases: Float64Array;
}

export interface Fit {
  readonly features: number;
  readonly classes: number;
  readonly rounds: number;
  /** Pull of every weight towards zero, per visit. */
  readonly decay: number;
}

/** Kept here: the inner loops run millions of times, and a look-up of a global is not free everywhere. */
const { abs, exp, max, sqrt } = Math;
const LEAST = -Infinity;

const RATE = 0.7;
const BIAS_RATE = 0.07;
/** Below this a gradient is not worth its update. */
const NEGLIGIBLE = 0.004;

/** Fits by a fixed number of AdaGrad rounds in a fixed order: the same examples give the same weights, bit by bit. */
export function fitLinear(examples: readonly LabelledVector[], { features, classes, rounds, decay }: Fit): Linear {
  const model = { classes, weights: new Float64Array(features * classes), biases: new Float64Array(classes) };
  const squares = new Float64Array(features * classes).fill(0.01);
  const biasSquares = new Float64Array(classes).fill(0.01);
  const shares = new Float64Array(classes);
  const order = stride(examples.length);
  for (let round = 0; round < rounds; round += 1) {
    for (const at of order) {
      const example = examples[at];
      if (example === undefined) continue;
      predictInto(shares, model, example.vector);
      for (let label = 0; label < classes; label += 1) {
        const error = ((shares[label] ?? 0) - (label === example.label ? 1 : 0)) * example.weight;
        if (abs(error) < NEGLIGIBLE) continue;
        const biasSquare = (biasSquares[label] ?? 0) + error * error;
        biasSquares[label] = biasSquare;
        model.biases[label] = (model.biases[label] ?? 0) - (BIAS_RATE * error) / sqrt(biasSquare);
        descend(model.weights, squares, example.vector, { label, classes, error, decay });
      }
    }
  }
  return model;
}

interface Slope {
  readonly label: number;
  readonly classes: number;
  readonly error: number;
  readonly decay: number;
}

function descend(
  weights: Float64Array,
  squares: Float64Array,
  vector: Vector,
  { label, classes, error, decay }: Slope,
): void {
  const { positions, weights: present } = vector;
  for (let k = 0; k < positions.length; k += 1) {
    const at = (positions[k] ?? 0) * classes + label;
    const weight = weights[at] ?? 0;
    const gradient = error * (present[k] ?? 0) + decay * weight;
    const square = (squares[at] ?? 0) + gradient * gradient;
    squares[at] = square;
    weights[at] = weight - (RATE * gradient) / sqrt(square);
  }
}

/** The probability of every class. */
export function predictLinear(model: Linear, vector: Vector): Float64Array {
  const shares = new Float64Array(model.classes);
  predictInto(shares, model, vector);
  return shares;
}

function predictInto(
  shares: Float64Array,
  { classes, weights, biases }: Linear,
  { positions, weights: present }: Vector,
): void {
  shares.set(biases);
  for (let k = 0; k < positions.length; k += 1) {
    const at = (positions[k] ?? 0) * classes;
    const weight = present[k] ?? 0;
    for (let label = 0; label < classes; label += 1)
      shares[label] = (shares[label] ?? 0) + weight * (weights[at + label] ?? 0);
  }
  let top = LEAST;
  for (let label = 0; label < classes; label += 1) top = max(top, shares[label] ?? 0);
  let sum = 0;
  for (let label = 0; label < classes; label += 1) {
    const share = exp((shares[label] ?? 0) - top);
    shares[label] = share;
    sum += share;
  }
  for (let label = 0; label < classes; label += 1) shares[label] = (shares[label] ?? 0) / sum;
}

/** Every position once, far from its neighbours: examples come grouped by intent, and learning wants them mixed. */
function stride(length: number): readonly number[] {
  let step = Math.max(1, Math.floor(length * 0.618));
  while (greatestDivisor(step, length) !== 1) step += 1;
  return Array.from({ length }, (_, index) => (index * step) % length);
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
