import type { Unit } from './units.ts';

/** What may be said of a unit: nothing, the begin of a slot's words, or their continuation. */
export interface Tag {
  readonly slot: string | null;
  readonly begins: boolean;
}

export interface TaggedUnits {
  readonly units: readonly Unit[];
  /** Positions in the tag list; the first is "nothing". */
  readonly tags: readonly number[];
}

/** A structured perceptron over contexts: it learns the words around a slot, not the names in it. */
export interface Tagger {
  readonly tags: readonly Tag[];
  readonly weights: ReadonlyMap<string, Float64Array>;
}

export type Allow = (unit: Unit, tag: Tag) => boolean;

const ROUNDS = 6;
/** Kept here: the inner loops run millions of times, and a look-up of a global is not free everywhere. */
const LEAST = -Infinity;

/** One row of weights per feature that a unit has. */
type Rows = readonly Float64Array[];

/**
 * Averages the weights over all rounds, in the given order: deterministic. While it learns, a row holds the weights of all
 * tags and behind them their sums over time.
 */
export function fitTagger(tags: readonly Tag[], sentences: readonly TaggedUnits[], allow: Allow): Tagger {
  const live = new Map<string, Float64Array>();
  const count = tags.length;
  const rowOf = (key: string): Float64Array => {
    const known = live.get(key);
    if (known !== undefined) return known;
    const row = new Float64Array(2 * count);
    live.set(key, row);
    return row;
  };
  const steps = tags.map((_, tag) => rowOf(stepKey(tag)));
  const prepared = sentences.map(({ units, tags: gold }) => ({
    gold,
    rows: units.map((_, index) => contextOf(units, index).map(rowOf)),
    allowed: units.map((unit) => tags.map((tag) => allow(unit, tag))),
  }));
  const total = ROUNDS * sentences.length;
  let left = total;
  const add = (row: Float64Array | undefined, tag: number, amount: number) => {
    if (row === undefined) return;
    row[tag] = (row[tag] ?? 0) + amount;
    row[count + tag] = (row[count + tag] ?? 0) + amount * left;
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { gold, rows, allowed } of prepared) {
      const guess = decode(tags, steps, rows, allowed).path;
      for (let index = 0; index < rows.length; index += 1) {
        const right = gold[index] ?? 0;
        const wrong = guess[index] ?? 0;
        const before = gold[index - 1] ?? 0;
        const wrongBefore = guess[index - 1] ?? 0;
        if (right === wrong && before === wrongBefore) continue;
        add(steps[before], right, 1);
        add(steps[wrongBefore], wrong, -1);
        if (right === wrong) continue;
        for (const row of rows[index] ?? []) {
          add(row, right, 1);
          add(row, wrong, -1);
        }
      }
      left -= 1;
    }
  }
  const averages = [...live].map(([key, row]): [string, Float64Array] => [
    key,
    row.slice(count).map((sum) => sum / total),
  ]);
  return { tags, weights: new Map(averages.filter(([, row]) => row.some((weight) => weight !== 0))) };
}

const stepKey = (tag: number): string => `tag ${tag}`;

/** The likeliest tag of every unit, and a way to ask by how much it beats one that has nothing from `first` to `last`. */
export function tagUnits(
  tagger: Tagger,
  units: readonly Unit[],
  allow: Allow,
): { readonly path: readonly number[]; marginOf(first: number, last: number): number } {
  const { tags, weights } = tagger;
  const steps = tags.map((_, tag) => weights.get(stepKey(tag)) ?? new Float64Array(tags.length));
  const rows = units.map((_, index) => rowsOf(weights, contextOf(units, index)));
  const allowed = units.map((unit) => tags.map((tag) => allow(unit, tag)));
  const best = decode(tags, steps, rows, allowed);
  const nothing = tags.map((_, tag) => tag === 0);
  return {
    path: best.path,
    marginOf: (first, last) => {
      const without = allowed.map((row, index) => (index < first || index > last ? row : nothing));
      return best.score - decode(tags, steps, rows, without).score;
    },
  };
}

function rowsOf(weights: Tagger['weights'], keys: readonly string[]): Rows {
  const rows: Float64Array[] = [];
  for (const key of keys) {
    const row = weights.get(key);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}

/** Viterbi over first-order tag pairs; a continuation only follows its own slot. */
function decode(
  tags: readonly Tag[],
  steps: Rows,
  rows: readonly Rows[],
  allowed: readonly (readonly boolean[])[],
): { readonly path: readonly number[]; readonly score: number } {
  const count = tags.length;
  let scores = new Float64Array(count).fill(LEAST);
  let next = new Float64Array(count);
  scores[0] = 0;
  const origins = new Uint16Array(count * rows.length);
  for (let index = 0; index < rows.length; index += 1) {
    next.fill(LEAST);
    for (let to = 0; to < count; to += 1) {
      if (allowed[index]?.[to] !== true) continue;
      const tag = tags[to];
      const continues = tag !== undefined && tag.slot !== null && !tag.begins;
      let local = 0;
      for (const row of rows[index] ?? []) local += row[to] ?? 0;
      for (let from = 0; from < count; from += 1) {
        const sofar = scores[from] ?? LEAST;
        if (sofar === LEAST || (continues && tags[from]?.slot !== tag.slot)) continue;
        const score = sofar + (steps[from]?.[to] ?? 0) + local;
        if (score <= (next[to] ?? 0)) continue;
        next[to] = score;
        origins[index * count + to] = from;
      }
    }
    [scores, next] = [next, scores];
  }
  const score = Math.max(...scores);
  let tag = scores.indexOf(score);
  const path: number[] = [];
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    path.push(tag);
    tag = origins[index * count + tag] ?? 0;
  }
  return { path: path.reverse(), score };
}

/** How a unit looks to the tagger: a word that may be a slot's is only its outline. */
function outlineOf(unit: Unit | undefined, side: '^' | '$'): string {
  if (unit === undefined) return side;
  switch (unit.kind) {
    case 'number':
      return unit.token.number?.kind === 'unit' ? '#unit' : '#';
    case 'choice':
      return unit.choices.map((match) => `@${match.slot}`).join();
    case 'mark':
      return unit.word;
    case 'symbol':
      return '*';
    case 'function':
    case 'filler':
      return unit.word;
    case 'content':
      return unit.outline ?? unit.family ?? unit.stem;
  }
}

function contextOf(units: readonly Unit[], index: number): string[] {
  const unit = units[index];
  const own = outlineOf(unit, '$');
  let before = index - 1;
  while (units[before]?.isDeterminer === true) before -= 1;
  const left = outlineOf(units[before], '^');
  const left2 = before >= 0 ? outlineOf(units[before - 1], '^') : '';
  const right = outlineOf(units[index + 1], '$');
  const kind = unit?.outline === null ? (unit?.kind ?? '') : 'open';
  const keys = [
    `own ${own}`,
    `left ${left}`,
    `right ${right}`,
    `kind ${kind}`,
    `left own ${left} ${own}`,
    `kind right ${kind} ${right}`,
    `own right ${own} ${right}`,
    `left right ${left} ${kind} ${right}`,
    `left2 ${left2} ${left} ${kind}`,
  ];
  if (unit?.isCapitalised === true && index > 0) keys.push('capital');
  return keys;
}
