import type { ParsedExample } from './annotation.ts';
import type { Item } from './features.ts';
import { fitTagger, tagUnits } from './tagger.ts';
import type { Allow, Tag, TaggedUnits, Tagger } from './tagger.ts';
import type { SlotKind } from './types.ts';
import type { Unit } from './units.ts';

/** Units of one sentence that hold a slot's value. */
export interface SlotSpan {
  readonly slot: string;
  readonly first: number;
  readonly last: number;
  /** By how much it stands out, as a multiple of the median of the annotated values; 1 for what is recognised by itself. */
  readonly prominence: number;
}

export interface SlotTagger {
  readonly tagger: Tagger;
  readonly allow: Allow;
  readonly slots: Slots;
  /** The median margin of the annotated values of free text. */
  readonly margin: number;
}

/** A value of free text that stands out less is not taken. */
const LEAST_PROMINENCE = 0.15;

export type Slots = Readonly<Record<string, SlotKind>>;

/** Learns where the values of the slots stand, from annotated sentences and from sentences that have none. */
export function fitSlotTagger(
  slots: Slots,
  annotated: readonly { readonly example: ParsedExample; readonly units: readonly Unit[] }[],
  background: readonly (readonly Unit[])[],
): SlotTagger {
  const tags = toTags(slots);
  const taught = toTaughtKinds(annotated);
  const allow: Allow = (unit, tag) => isAllowed(slots, taught, unit, tag);
  const sentences: TaggedUnits[] = [];
  for (const { example, units } of annotated) {
    const gold = goldTags(example, units, tags, allow);
    sentences.push(
      { units, tags: gold },
      { units: units.map((unit, index) => toOutline(unit, gold[index] !== 0)), tags: gold },
    );
  }
  const nameless = background.filter((units) => units.every((unit) => unit.outline !== 'person'));
  for (const units of nameless) {
    sentences.push({ units, tags: units.map((unit) => forcedTag(unit, tags, allow)) });
  }
  const tagger = fitTagger(tags, sentences, allow);
  const margins = annotated.flatMap(({ units }) => {
    const { path, marginOf } = tagUnits(tagger, units, allow);
    const free = toSpans(path, tags).filter(({ slot }) => isFreeText(slots[slot]));
    return free.map(({ first, last }) => marginOf(first, last));
  });
  return { tagger, allow, slots, margin: median(margins) };
}

const isFreeText = (kind: SlotKind | undefined): boolean => kind?.type === 'text' && kind.values === undefined;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** The spans of the likeliest tags. */
export function findSpans({ tagger, allow, slots, margin }: SlotTagger, units: readonly Unit[]): readonly SlotSpan[] {
  const { path, marginOf } = tagUnits(tagger, units, allow);
  const spans = toSpans(path, tagger.tags)
    .map((span) =>
      isFreeText(slots[span.slot]) ? { ...span, prominence: marginOf(span.first, span.last) / margin } : span,
    )
    .filter((span) => span.prominence >= LEAST_PROMINENCE);
  return [...spans, ...loneNumbers(slots, units, spans)].sort((a, b) => a.first - b.first);
}

/** With one number slot, a number in surroundings that no example has is its value too, unless it counts something else ("2 cats"). */
function loneNumbers(slots: Slots, units: readonly Unit[], spans: readonly SlotSpan[]): readonly SlotSpan[] {
  const [slot, ...more] = Object.keys(slots).filter((name) => slots[name]?.type === 'number');
  if (slot === undefined || more.length > 0) return [];
  return units.flatMap((unit, index) => {
    const kind = unit.token.number?.kind;
    const isTaken = spans.some(({ first, last }) => first <= index && index <= last);
    const countsOther = kind !== 'money' && (units[index + 1]?.outline ?? null) !== null;
    if (unit.kind !== 'number' || kind === 'unit' || isTaken || countsOther) return [];
    return [{ slot, first: index, last: index, prominence: 1 }];
  });
}

/** The spans that an author marked. */
export function goldSpans(
  { tagger, allow }: SlotTagger,
  example: ParsedExample,
  units: readonly Unit[],
): readonly SlotSpan[] {
  return toSpans(goldTags(example, units, tagger.tags, allow), tagger.tags);
}

/**
 * The sentence as the classifier reads it: numbers and allowed values give way to the name of their slot, free text to
 * nothing, for a name says little about what is wanted and a stretch of nonsense may look like one.
 */
export function maskSpans(units: readonly Unit[], spans: readonly SlotSpan[], slots: Slots): readonly Item[] {
  return units.flatMap((unit, index): readonly Item[] => {
    const span = spans.find(({ first, last }) => first <= index && index <= last);
    if (span === undefined) return [{ kind: 'unit', unit }];
    return span.first === index && !isFreeText(slots[span.slot]) ? [{ kind: 'value', slot: span.slot }] : [];
  });
}

function toTags(slots: Slots): readonly Tag[] {
  const tags: Tag[] = [{ slot: null, begins: false }];
  for (const [slot, kind] of Object.entries(slots)) {
    tags.push({ slot, begins: true });
    if (kind.type === 'text' && kind.values === undefined) tags.push({ slot, begins: false });
  }
  return tags;
}

/** Kinds of units that the author put into a slot although they rarely are values: "[3](days) days", "[4711](order)". */
function toTaughtKinds(
  annotated: readonly { readonly example: ParsedExample; readonly units: readonly Unit[] }[],
): ReadonlySet<string> {
  const kinds = annotated.flatMap(({ example, units }) =>
    units.flatMap((unit) =>
      example.spans.filter((span) => overlaps(span, unit)).map((span) => `${span.slot} ${kindOf(unit)}`),
    ),
  );
  return new Set(kinds);
}

const kindOf = (unit: Unit): string => (unit.token.number?.kind === 'unit' ? 'measure' : unit.kind);

function isAllowed(slots: Slots, taught: ReadonlySet<string>, unit: Unit, tag: Tag): boolean {
  if (tag.slot === null) return unit.choices.length === 0;
  const kind = slots[tag.slot];
  if (kind?.type === 'number') {
    return unit.kind === 'number' && (kindOf(unit) === 'number' || taught.has(`${tag.slot} measure`));
  }
  if (kind?.values !== undefined) return unit.choices.some((match) => match.slot === tag.slot);
  if (unit.kind === 'function' || unit.outline !== null) return true;
  return unit.choices.length === 0 && taught.has(`${tag.slot} ${kindOf(unit)}`);
}

function goldTags(
  example: ParsedExample,
  units: readonly Unit[],
  tags: readonly Tag[],
  allow: Allow,
): readonly number[] {
  let open: string | null = null;
  return units.map((unit) => {
    const span = example.spans.find((candidate) => overlaps(candidate, unit));
    const begins = span === undefined || open !== `${span.slot} ${span.start}`;
    open = span === undefined ? null : `${span.slot} ${span.start}`;
    const tag =
      span === undefined
        ? -1
        : tags.findIndex((candidate) => candidate.slot === span.slot && candidate.begins === begins);
    const found = tags[tag];
    return found !== undefined && allow(unit, found) ? tag : forcedTag(unit, tags, allow);
  });
}

/** An allowed value belongs to its slot wherever it stands; anything else to none. */
function forcedTag(unit: Unit, tags: readonly Tag[], allow: Allow): number {
  return Math.max(
    0,
    tags.findIndex((tag) => allow(unit, tag)),
  );
}

function toSpans(path: readonly number[], tags: readonly Tag[]): readonly SlotSpan[] {
  const spans: SlotSpan[] = [];
  path.forEach((position, index) => {
    const tag = tags[position];
    if (tag === undefined || tag.slot === null) return;
    const previous = spans.at(-1);
    if (!tag.begins && previous !== undefined && previous.slot === tag.slot && previous.last === index - 1) {
      spans[spans.length - 1] = { ...previous, last: index };
    } else spans.push({ slot: tag.slot, first: index, last: index, prominence: 1 });
  });
  return spans;
}

const overlaps = (span: { readonly start: number; readonly end: number }, unit: Unit): boolean =>
  span.start < unit.end && unit.start < span.end;

/** The same sentence in small letters, its topic unknown: neither capitals nor known words may carry the slots alone. */
const toOutline = (unit: Unit, isValue: boolean): Unit => ({
  ...unit,
  isCapitalised: false,
  outline: unit.kind === 'content' && !isValue && unit.family === null ? 'everyday' : unit.outline,
});
