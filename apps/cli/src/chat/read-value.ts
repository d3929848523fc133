import type { Value } from '@parley/expression';

/** A JSON value as somebody typed it. */
export function readJson(
  text: string,
): { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string } {
  try {
    return { ok: true, value: JSON.parse(text) as Value };
  } catch (error) {
    return { ok: false, message: (error as Error).message };
  }
}
