/** A sparse vector: positions and weights of the features that are present. */
export interface Vector {
  readonly indices: Uint32Array;
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

const RATE = 0.7;
/** Below this a gradient is not worth its update. */
const NEGLIGIBLE = 0.004;

/** Fits by a fixed number of AdaGrad rounds in a fixed order: the same examples give the same weights, bit by bit. */
export function fitLinear(examples: readonly LabelledVector[], { features, classes, rounds, decay }: Fit): Linear {
  const weights = new Float64Array(features * classes);
  const squares = new Float64Array(features * classes).fill(0.01);
  const biases = new Float64Array(classes);
  const biasSquares = new Float64Array(classes).fill(0.01);
  const order = stride(examples.length);
  const model = { classes, weights, biases };
  for (let round = 0; round < rounds; round += 1) {
    for (const position of order) {
      const example = examples[position];
      if (example === undefined) continue;
      const { indices, weights: present } = example.vector;
      const probabilities = predictLinear(model, example.vector);
      for (let label = 0; label < classes; label += 1) {
        const error = ((probabilities[label] ?? 0) - (label === example.label ? 1 : 0)) * example.weight;
        if (Math.abs(error) < NEGLIGIBLE) continue;
        const biasSquare = (biasSquares[label] ?? 0) + error * error;
        biasSquares[label] = biasSquare;
        biases[label] = (biases[label] ?? 0) - (0.1 * RATE * error) / Math.sqrt(biasSquare);
        for (let k = 0; k < indices.length; k += 1) {
          const at = (indices[k] ?? 0) * classes + label;
          const weight = weights[at] ?? 0;
          const gradient = error * (present[k] ?? 0) + decay * weight;
          const square = (squares[at] ?? 0) + gradient * gradient;
          squares[at] = square;
          weights[at] = weight - (RATE * gradient) / Math.sqrt(square);
        }
      }
    }
  }
  return model;
}

/** The probability of every class. */
export function predictLinear(
  { classes, weights, biases }: Linear,
  { indices, weights: present }: Vector,
): Float64Array {
  const scores = Float64Array.from(biases);
  for (let k = 0; k < indices.length; k += 1) {
    const at = (indices[k] ?? 0) * classes;
    const weight = present[k] ?? 0;
    for (let label = 0; label < classes; label += 1)
      scores[label] = (scores[label] ?? 0) + weight * (weights[at + label] ?? 0);
  }
  return softmax(scores);
}

function softmax(scores: Float64Array): Float64Array {
  const top = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  let sum = 0;
  for (let label = 0; label < scores.length; label += 1) {
    const share = Math.exp((scores[label] ?? 0) - top);
    scores[label] = share;
    sum += share;
  }
  for (let label = 0; label < scores.length; label += 1) scores[label] = (scores[label] ?? 0) / sum;
  return scores;
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
