import type { LanguagePack } from './language/pack.ts';
import type { SlotSpan, Slots } from './slot-tagging.ts';
import type { Entity } from './types.ts';
import type { Unit } from './units.ts';

/** The values of the spans, in text order, without those that the writer took back. */
export function toEntities(
  text: string,
  units: readonly Unit[],
  spans: readonly SlotSpan[],
  slots: Slots,
  pack: LanguagePack,
): readonly Entity[] {
  return spans
    .filter((span) => !isTakenBack(span, spans, units, pack))
    .flatMap((span) => toEntity(text, units, span, slots, pack) ?? []);
}

function toEntity(
  text: string,
  units: readonly Unit[],
  span: SlotSpan,
  slots: Slots,
  pack: LanguagePack,
): Entity | null {
  const first = units[span.first];
  const kind = slots[span.slot];
  if (first === undefined || kind === undefined) return null;
  const name = span.slot;
  if (kind.type === 'number') {
    const number = first.token.number;
    return number === undefined
      ? null
      : { name, value: number.value, text: number.text, start: number.start, end: number.end };
  }
  if (kind.values !== undefined) {
    const match = first.choices.find((choice) => choice.slot === name);
    return match === undefined
      ? null
      : { name, value: match.value, text: text.slice(first.start, first.end), start: first.start, end: first.end };
  }
  const kept = trim(units.slice(span.first, span.last + 1), pack);
  const [begin, end] = [kept[0], kept.at(-1)];
  if (begin === undefined || end === undefined) return null;
  const value = text.slice(begin.start, end.end);
  return { name, value, text: value, start: begin.start, end: end.end };
}

/** "the landlord" → "landlord", "my sister" stays, "Ann to" → "Ann". */
function trim(units: readonly Unit[], pack: LanguagePack): readonly Unit[] {
  const first = units.findIndex((unit) => !pack.determiners.has(unit.word));
  const last = units.findLastIndex((unit) => unit.kind !== 'function' && unit.kind !== 'filler');
  return first < 0 ? [] : units.slice(first, last + 1);
}

/** "not 200, 300" and "200, no wait, 300": a later value of the same slot stands, the denied or corrected one goes. */
function isTakenBack(span: SlotSpan, spans: readonly SlotSpan[], units: readonly Unit[], pack: LanguagePack): boolean {
  const others = spans.filter((other) => other.slot === span.slot && other !== span);
  if (others.length === 0) return false;
  const before = units[span.first - 1]?.word ?? '';
  if (before !== 'no' && pack.negations.has(before)) return true;
  const next = others.find((other) => other.first > span.last);
  if (next === undefined) return false;
  const between = units.slice(span.last + 1, next.first).map((unit) => unit.word);
  const isDenial = pack.negations.has(between.at(-1) ?? '') && !pack.corrections.has(between.at(-1) ?? '');
  return !isDenial && between.some((word) => pack.corrections.has(word));
}
