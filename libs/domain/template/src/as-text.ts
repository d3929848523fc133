import type { Value } from '@parley/expression';
import type { Budget } from './budget.ts';
import { RenderFault } from './render-fault.ts';

/** A value as it is written out: numbers as ECMAScript writes them in every locale, null and unset as nothing, a list's parts one after the other. */
export function asText(value: Value | undefined, budget: Budget, at: number): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return joinTexts(value, '', budget, at);
  throw new RenderFault('template-wrong-type', at, 'A map cannot be written as text. Name one of its fields.');
}

export function joinTexts(list: readonly Value[], separator: string, budget: Budget, at: number): string {
  budget.fits(list.length, at);
  budget.walk(2 * list.length, at);
  let length = 0;
  const parts: string[] = [];
  for (const item of list) {
    if (typeof item === 'object' && item !== null)
      throw new RenderFault('template-wrong-type', at, 'Only a list of plain values can be written as text.');
    const part = item === null ? '' : String(item);
    length += part.length + separator.length;
    budget.fits(length, at);
    parts.push(part);
  }
  budget.make(length, at);
  return parts.join(separator);
}
