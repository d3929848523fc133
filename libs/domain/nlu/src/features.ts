import type { Vector } from './linear.ts';
import type { Unit } from './units.ts';

/** What the classifier reads: words, and places where a slot's value stood. */
export type Item = { readonly kind: 'unit'; readonly unit: Unit } | { readonly kind: 'value'; readonly slot: string };

/** Numbers the features by name; undefined for one that training never saw. */
export type Dictionary = (name: string) => number | undefined;

/** The features of one text. A position is a number of the dictionary, or UNKNOWN. */
export interface Features {
  readonly positions: readonly number[];
  readonly weights: readonly number[];
  /** Whether a feature that training never saw still counts in the length: words do, their combinations do not. */
  readonly counts: readonly boolean[];
  /** The topic words, each as positions: any one of them makes the word known. */
  readonly topics: readonly (readonly number[])[];
}

/** Which positions a part of the training texts has. */
export type Seen = Uint8Array;

const UNKNOWN = -1;

const WEIGHT = {
  content: 1,
  function: 0.55,
  filler: 0.25,
  family: 1,
  grams: 0.8,
  pair: 0.6,
  value: 0.6,
  first: 0.4,
  shape: 0.4,
};
/** A text of little weight stays short: "well" alone is no evidence of anything. */
const LEAST_LENGTH = 1.8;
const GRAM_LENGTHS = [3, 4];

/** A dictionary that learns every name it is asked for. */
export function growDictionary(): {
  readonly numberOf: Dictionary;
  readonly size: () => number;
  readonly freeze: () => Dictionary;
} {
  const numbers = new Map<string, number>();
  const numberOf = (name: string) => {
    const known = numbers.get(name);
    if (known === undefined) numbers.set(name, numbers.size);
    return known ?? numbers.size - 1;
  };
  return { numberOf, size: () => numbers.size, freeze: () => (name) => numbers.get(name) };
}

/** Words, word families, pairs of neighbours, character n-grams and the shape of a sentence. */
export function readFeatures(items: readonly Item[], dictionary: Dictionary): Features {
  const draft = new Draft(dictionary);
  const classes: string[] = ['^'];
  for (const item of items) {
    if (item.kind === 'value') {
      draft.add(`value ${item.slot}`, WEIGHT.value, false);
      classes.push(`<${item.slot}>`);
    } else if (item.unit.kind === 'mark') {
      if (item.unit.word === '?') draft.add('mark ?', WEIGHT.shape, false);
    } else {
      addWord(item.unit, draft);
      if (item.unit.kind !== 'filler') classes.push(item.unit.family ?? item.unit.stem);
    }
  }
  classes.push('$');
  for (let index = 1; index < classes.length; index += 1) {
    draft.add(`pair ${classes[index - 1]} ${classes[index]}`, WEIGHT.pair, false);
  }
  if (classes.length > 2) draft.add(`first ${classes[1]}`, WEIGHT.first, false);
  draft.add(`length ${Math.min(classes.length - 2, 5)}`, WEIGHT.shape, false);
  return draft;
}

class Draft implements Features {
  readonly positions: number[] = [];
  readonly weights: number[] = [];
  readonly counts: boolean[] = [];
  readonly topics: number[][] = [];

  constructor(private readonly dictionary: Dictionary) {}

  /** Once per feature: saying a word twice says no more. */
  add(name: string, weight: number, counts: boolean): number {
    const position = this.dictionary(name) ?? UNKNOWN;
    if (position !== UNKNOWN && this.positions.includes(position)) return position;
    this.positions.push(position);
    this.weights.push(weight);
    this.counts.push(counts);
    return position;
  }
}

function addWord(unit: Unit, draft: Draft): void {
  const isTopic = unit.kind === 'content' || unit.kind === 'symbol';
  const weight = unit.kind === 'function' || unit.kind === 'filler' ? WEIGHT[unit.kind] : WEIGHT.content;
  const positions = [draft.add(`word ${isTopic ? unit.stem : unit.word}`, weight, true)];
  if (unit.family !== null) positions.push(draft.add(`family ${unit.family}`, WEIGHT.family, false));
  if (isTopic) draft.topics.push(positions);
  if (unit.kind !== 'content') return;
  const padded = `_${unit.word}_`;
  const grams = GRAM_LENGTHS.reduce((sum, length) => sum + Math.max(0, padded.length - length + 1), 0);
  const each = WEIGHT.grams / Math.sqrt(grams);
  for (const length of GRAM_LENGTHS) {
    for (let at = 0; at + length <= padded.length; at += 1)
      draft.add(`gram ${padded.slice(at, at + length)}`, each, true);
  }
}

/**
 * Features as a vector of length 1 (or less, if they weigh little) over known and unknown words alike: what training never saw shortens the known part, so
 * a text of unknown words is close to nothing and no intent can be sure of it.
 */
export function toVector({ positions, weights, counts }: Features, seen: Seen): Vector {
  let known = 0;
  let square = 0;
  for (let k = 0; k < positions.length; k += 1) {
    const weight = weights[k] ?? 0;
    const isKnown = seen[positions[k] ?? UNKNOWN] === 1;
    if (isKnown) known += 1;
    if (isKnown || counts[k] === true) square += weight * weight;
  }
  const length = Math.max(LEAST_LENGTH, Math.sqrt(square));
  const vector = { positions: new Int32Array(known), weights: new Float64Array(known) };
  let at = 0;
  for (let k = 0; k < positions.length; k += 1) {
    const position = positions[k] ?? UNKNOWN;
    if (seen[position] !== 1) continue;
    vector.positions[at] = position;
    vector.weights[at] = (weights[k] ?? 0) / length;
    at += 1;
  }
  return vector;
}

/** The share of topic words that none of the flow's examples has: 0..1. */
export function foreignShare({ topics }: Features, own: Seen): number {
  if (topics.length === 0) return 0;
  const foreign = topics.filter(
    (positions) => !positions.some((position) => position !== UNKNOWN && own[position] === 1),
  );
  return foreign.length / topics.length;
}

export function markSeen(documents: readonly Features[], size: number): Seen {
  const seen = new Uint8Array(size);
  for (const { positions } of documents) for (const position of positions) seen[position] = 1;
  return seen;
}
