import type { SlotKind } from '@parley/nlu';
import type { AuthoredSlot, SlotPattern } from './format/authored.ts';

/** Each is linear in the text: no nested repetition. */
const PATTERNS: Readonly<Record<SlotPattern, RegExp>> = {
  digits: /^\d+$/,
  letters: /^[\p{L}\p{M}' -]+$/u,
  word: /^[\p{L}\p{M}\p{N}_-]+$/u,
  email: /^[^\s@]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}$/,
  phone: /^\+?[0-9][0-9 ()/-]{4,20}$/,
  date: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/,
};

/** The value a slot takes for what was found or typed; null if it does not fit. */
export function fitSlot(slot: AuthoredSlot, value: number | string): number | string | null {
  return slot.type === 'number' ? fitNumber(slot, value) : fitText(slot, value);
}

function fitNumber(slot: AuthoredSlot, value: number | string): number | null {
  const { min = -Infinity, max = Infinity, whole = false } = slot;
  const fits = typeof value === 'number' && value >= min && value <= max && (!whole || Number.isSafeInteger(value));
  return fits ? value : null;
}

function fitText(slot: AuthoredSlot, value: number | string): string | null {
  const text = String(value).trim();
  const listed = slot.values?.find((each) => plain(each) === plain(text));
  if (slot.values !== undefined) return listed ?? null;
  const length = [...text].length;
  const fits = length >= (slot.minLength ?? 1) && length <= (slot.maxLength ?? 1_000);
  return fits && (slot.pattern === undefined || PATTERNS[slot.pattern].test(text)) ? text : null;
}

/** Slots that only numbers or listed values fit. */
export function isTypedSlot(slot: AuthoredSlot): boolean {
  return slot.type === 'number' || slot.values !== undefined;
}

/** A slot as understanding knows it in one language: listed values as they are said there. */
export function slotKind(slot: AuthoredSlot, language: string): SlotKind {
  const { min, max, minLength, maxLength, values } = slot;
  if (slot.type === 'number')
    return { type: 'number', ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
  const said = values?.map((value) => saidAs(slot, value, language));
  return {
    type: 'text',
    ...(said && { values: said }),
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
  };
}

/** A listed value as the flow writes it, from how it is said in a language. */
export function canonicalValue(slot: AuthoredSlot, value: number | string, language: string): number | string {
  return slot.values?.find((each) => plain(saidAs(slot, each, language)) === plain(String(value))) ?? value;
}

function saidAs(slot: AuthoredSlot, value: string, language: string): string {
  return slot.labels?.get(value)?.get(language) ?? value;
}

/** A text as it is compared: whatever its case, spaces, accents' form and closing marks. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s.!?,;:]+$/u, '')
    .replace(/^\s+/u, '')
    .replace(/\s+/gu, ' ');
}
