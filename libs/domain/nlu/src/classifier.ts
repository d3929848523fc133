import { applyCalibration, calibrate, oddsOf } from './calibration.ts';
import type { Trial } from './calibration.ts';
import { FOLDS, NO_INTENT } from './corpus.ts';
import type { Document } from './corpus.ts';
import { foreignShare, markSeen, toVector } from './features.ts';
import type { Features, Seen } from './features.ts';
import { fitLinear, predictLinear } from './linear.ts';
import type { Linear } from './linear.ts';

/** The confidence of every intent, by its position. */
export type Classifier = (features: Features) => readonly number[];

interface ClassifierSize {
  readonly intents: number;
  /** Names in the dictionary. */
  readonly features: number;
}

const DECAY = 0.002;
const ROUNDS = 6;

/** Fits the weights on all documents, and the confidences on documents that the weights had not seen. */
export function fitClassifier(documents: readonly Document[], size: ClassifierSize): Classifier {
  const calibration = calibrate(crossValidate(documents, size));
  const part = fitPart(documents, size);
  return (features) => {
    const foreign = foreignShare(features, part.own);
    const shares = predictLinear(part.linear, toVector(features, part.seen)).subarray(0, size.intents);
    return Array.from(shares, (share) => applyCalibration(calibration, oddsOf(share), foreign));
  };
}

interface Part {
  readonly linear: Linear;
  /** Features of these documents. */
  readonly seen: Seen;
  /** Features of the flow's own examples among them. */
  readonly own: Seen;
}

/** "None of them" is one class more, after the intents. */
function fitPart(documents: readonly Document[], { intents, features }: ClassifierSize): Part {
  const seen = markSeen(
    documents.map((document) => document.features),
    features,
  );
  const own = documents.filter((document) => document.label !== NO_INTENT).map((document) => document.features);
  const vectors = documents.map((document) => ({
    vector: toVector(document.features, seen),
    label: document.label === NO_INTENT ? intents : document.label,
    weight: document.weight,
  }));
  const linear = fitLinear(vectors, { features, classes: intents + 1, rounds: ROUNDS, decay: DECAY });
  return { linear, seen, own: markSeen(own, features) };
}

/** Tries every document with weights that have not seen it. */
function crossValidate(documents: readonly Document[], size: ClassifierSize): readonly Trial[] {
  const trials: Trial[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const part = fitPart(
      documents.filter((document) => document.fold !== fold),
      size,
    );
    for (const { features, label, weight, isVariant, fold: ownFold } of documents) {
      if (ownFold !== fold || isVariant) continue;
      const shares = predictLinear(part.linear, toVector(features, part.seen)).subarray(0, size.intents);
      const top = shares.indexOf(shares.reduce((a, b) => Math.max(a, b), 0));
      trials.push({
        odds: oddsOf(shares[top] ?? 0),
        foreign: foreignShare(features, part.own),
        isRight: top === label,
        weight,
      });
    }
  }
  return trials;
}
