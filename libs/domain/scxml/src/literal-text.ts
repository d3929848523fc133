import type { Value } from '@parley/expression';
import { celText } from './cel-text.ts';

/** A value as an expression that is this value. */
export function literalText(value: Value): string {
  if (typeof value === 'string') return celText(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(literalText).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, inside]) => `${celText(key)}: ${literalText(inside as Value)}`)
    .join(', ')}}`;
}
