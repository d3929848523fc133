import type { Vector } from './linear.ts';
import type { Unit } from './units.ts';

/** What the classifier reads: words, and places where a slot's value stood. */
export type Item = { readonly kind: 'unit'; readonly unit: Unit } | { readonly kind: 'value'; readonly slot: string };

/** Named features and their weights. */
export interface Features {
  readonly names: readonly string[];
  readonly weights: readonly number[];
  /** Whether a feature that training never saw still counts in the length: words do, their combinations do not. */
  readonly counts: readonly boolean[];
  /** The topic words: the features of any one make it known. */
  readonly topics: readonly (readonly string[])[];
}

/** Numbers each feature of the training texts. */
export type Dictionary = ReadonlyMap<string, number>;

const GRAM_LENGTHS = [3, 4];
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

/** Words, word families, pairs of neighbours, character n-grams and the shape of a sentence. */
export function readFeatures(items: readonly Item[]): Features {
  const found = new Map<string, { weight: number; counts: boolean }>();
  const add = (name: string, weight: number, counts = false) => {
    if (!found.has(name)) found.set(name, { weight, counts });
  };
  const topics: string[][] = [];
  const classes: string[] = ['^'];
  for (const item of items) {
    if (item.kind === 'value') {
      add(`value ${item.slot}`, WEIGHT.value);
      classes.push(`<${item.slot}>`);
      continue;
    }
    const { unit } = item;
    if (unit.kind === 'mark') {
      if (unit.word === '?') add('mark ?', WEIGHT.shape);
      continue;
    }
    addWord(unit, add);
    if (unit.kind === 'content' || unit.kind === 'symbol') {
      topics.push([`word ${unit.stem}`, ...(unit.family === null ? [] : [`family ${unit.family}`])]);
    }
    if (unit.kind !== 'filler') classes.push(unit.family ?? unit.stem);
  }
  classes.push('$');
  for (let index = 1; index < classes.length; index += 1)
    add(`pair ${classes[index - 1]} ${classes[index]}`, WEIGHT.pair);
  if (classes.length > 2) add(`first ${classes[1]}`, WEIGHT.first);
  add(`length ${Math.min(classes.length - 2, 5)}`, WEIGHT.shape);
  const values = [...found.values()];
  return {
    names: [...found.keys()],
    weights: values.map((value) => value.weight),
    counts: values.map((value) => value.counts),
    topics,
  };
}

function addWord(unit: Unit, add: (name: string, weight: number, counts?: boolean) => void): void {
  if (unit.kind === 'function' || unit.kind === 'filler') {
    add(`word ${unit.word}`, WEIGHT[unit.kind], true);
    if (unit.family !== null) add(`family ${unit.family}`, WEIGHT.family);
    return;
  }
  add(`word ${unit.stem}`, WEIGHT.content, true);
  if (unit.family !== null) add(`family ${unit.family}`, WEIGHT.family);
  if (unit.kind !== 'content') return;
  const padded = `_${unit.word}_`;
  const grams = GRAM_LENGTHS.flatMap((length) =>
    Array.from({ length: Math.max(0, padded.length - length + 1) }, (_, at) => padded.slice(at, at + length)),
  );
  for (const gram of grams) add(`gram ${gram}`, WEIGHT.grams / Math.sqrt(grams.length), true);
}

/**
 * Features as a vector of length 1 over known and unknown words alike: what training never saw shortens the known part, so
 * a text of unknown words is close to nothing and no intent can be sure of it.
 */
export function toVector({ names, weights, counts }: Features, dictionary: Dictionary): Vector {
  const indices: number[] = [];
  const present: number[] = [];
  let square = 0;
  for (let k = 0; k < names.length; k += 1) {
    const index = dictionary.get(names[k] ?? '');
    const weight = weights[k] ?? 0;
    if (index === undefined) {
      if (counts[k] === true) square += weight * weight;
      continue;
    }
    square += weight * weight;
    indices.push(index);
    present.push(weight);
  }
  const length = Math.sqrt(square) || 1;
  return { indices: Uint32Array.from(indices), weights: Float64Array.from(present, (weight) => weight / length) };
}

export function toDictionary(documents: readonly Features[]): Dictionary {
  const dictionary = new Map<string, number>();
  for (const { names } of documents) {
    for (const name of names) if (!dictionary.has(name)) dictionary.set(name, dictionary.size);
  }
  return dictionary;
}

/** The share of topic words that none of the flow's examples has: 0..1. */
export function foreignShare({ topics }: Features, own: ReadonlySet<string>): number {
  if (topics.length === 0) return 0;
  return topics.filter((names) => !names.some((name) => own.has(name))).length / topics.length;
}

export function toVocabulary(documents: readonly Features[]): ReadonlySet<string> {
  return new Set(documents.flatMap(({ topics }) => topics.flat()));
}
