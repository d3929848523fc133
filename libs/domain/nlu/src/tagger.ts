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

const ROUNDS = 8;

/** Averages the weights over all rounds, in the given order: deterministic. */
export function fitTagger(tags: readonly Tag[], sentences: readonly TaggedUnits[], allow: Allow): Tagger {
  const live = new Map<string, Float64Array>();
  const sums = new Map<string, Float64Array>();
  const prepared = sentences.map(({ units, tags: gold }) => ({
    gold,
    keys: units.map((_, index) => contextOf(units, index)),
    allowed: units.map((unit) => tags.map((tag) => allow(unit, tag))),
  }));
  let visit = 1;
  const total = ROUNDS * sentences.length + 1;
  const add = (key: string, tag: number, amount: number) => {
    const weights = rowOf(live, key, tags.length);
    const sum = rowOf(sums, key, tags.length);
    weights[tag] = (weights[tag] ?? 0) + amount;
    sum[tag] = (sum[tag] ?? 0) + amount * (total - visit);
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { gold, keys, allowed } of prepared) {
      const guess = decode({ tags, weights: live }, keys, allowed).path;
      for (let index = 0; index < keys.length; index += 1) {
        const right = gold[index] ?? 0;
        const wrong = guess[index] ?? 0;
        const wasRight = gold[index - 1] ?? 0;
        const wasWrong = guess[index - 1] ?? 0;
        if (right === wrong && wasRight === wasWrong) continue;
        if (right !== wrong) {
          for (const key of keys[index] ?? []) {
            add(key, right, 1);
            add(key, wrong, -1);
          }
        }
        add(`tag ${wasRight}`, right, 1);
        add(`tag ${wasWrong}`, wrong, -1);
      }
      visit += 1;
    }
  }
  for (const row of sums.values()) row.forEach((value, index) => (row[index] = value / total));
  return { tags, weights: sums };
}

/** The likeliest tag of every unit. */
export function tagUnits(tagger: Tagger, units: readonly Unit[], allow: Allow): readonly number[] {
  return decode(tagger, ...prepare(tagger, units, allow)).path;
}

/** By how much a tagging beats the best one that has nothing from `first` to `last`. */
export function marginOf(
  tagger: Tagger,
  units: readonly Unit[],
  allow: Allow,
  { first, last }: { readonly first: number; readonly last: number },
): number {
  const [keys, allowed] = prepare(tagger, units, allow);
  const without = allowed.map((row, index) => (index < first || index > last ? row : row.map((_, tag) => tag === 0)));
  return decode(tagger, keys, allowed).score - decode(tagger, keys, without).score;
}

function prepare(tagger: Tagger, units: readonly Unit[], allow: Allow): [string[][], boolean[][]] {
  return [
    units.map((_, index) => contextOf(units, index)),
    units.map((unit) => tagger.tags.map((tag) => allow(unit, tag))),
  ];
}

/** Viterbi over first-order tag pairs; a continuation only follows its own slot. */
function decode(
  tagger: Tagger,
  keys: readonly (readonly string[])[],
  allowed: readonly (readonly boolean[])[],
): { readonly path: readonly number[]; readonly score: number } {
  const { tags, weights } = tagger;
  const steps = tags.map((_, previous) => weights.get(`tag ${previous}`));
  let scores: number[] = tags.map((_, tag) => (tag === 0 ? 0 : -Infinity));
  const trail: number[][] = [];
  keys.forEach((context, index) => {
    const local = new Float64Array(tags.length);
    for (const key of context) {
      const row = weights.get(key);
      if (row !== undefined)
        for (let tag = 0; tag < local.length; tag += 1) local[tag] = (local[tag] ?? 0) + (row[tag] ?? 0);
    }
    const from: number[] = [];
    scores = tags.map((tag, to) => {
      let best = -Infinity;
      let origin = 0;
      if (allowed[index]?.[to] === true) {
        for (let previous = 0; previous < tags.length; previous += 1) {
          const isBroken = tag.slot !== null && !tag.begins && tags[previous]?.slot !== tag.slot;
          const score = (scores[previous] ?? -Infinity) + (steps[previous]?.[to] ?? 0);
          if (!isBroken && score > best) {
            best = score;
            origin = previous;
          }
        }
      }
      from.push(origin);
      return best + (local[to] ?? 0);
    });
    trail.push(from);
  });
  const score = Math.max(...scores);
  let tag = scores.indexOf(score);
  const path: number[] = [];
  for (let index = keys.length - 1; index >= 0; index -= 1) {
    path.unshift(tag);
    tag = trail[index]?.[tag] ?? 0;
  }
  return { path, score };
}

/** How a unit looks to the tagger: a word that may be a slot's is only its outline. */
export function outlineOf(unit: Unit | undefined, side: '^' | '$'): string {
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
  const left = outlineOf(units[index - 1], '^');
  const left2 = index > 0 ? outlineOf(units[index - 2], '^') : '';
  const right = outlineOf(units[index + 1], '$');
  const kind = unit?.outline == null ? (unit?.kind ?? '') : 'open';
  const keys = [
    `own ${own}`,
    `left ${left}`,
    `right ${right}`,
    `kind ${kind}`,
    `left own ${left} ${own}`,
    `kind right ${kind} ${right}`,
    `own right ${own} ${right}`,
    `left kind ${left} ${kind}`,
    `left right ${left} ${kind} ${right}`,
    `left2 ${left2} ${left} ${kind}`,
  ];
  if (unit?.isCapitalised === true && index > 0) keys.push('capital');
  return keys;
}

function rowOf(rows: Map<string, Float64Array>, key: string, length: number): Float64Array {
  const row = rows.get(key) ?? new Float64Array(length);
  rows.set(key, row);
  return row;
}
