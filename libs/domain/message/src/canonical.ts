import canonicalize from 'canonicalize';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * A JSON value as RFC 8785 bytes: the same value always gives the same bytes, whatever the order of its keys.
 * Members that are undefined are left out. Throws on what JSON cannot say (NaN, Infinity, undefined itself).
 */
export function canonicalBytes(value: unknown): Uint8Array {
  return encoder.encode(canonicalText(value));
}

/** As `canonicalBytes`, before the encoding. */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('Only JSON values have canonical bytes.');
  return text;
}

/** Reads what `canonicalBytes` wrote. Throws on bytes that are not UTF-8 or not JSON. */
export function readCanonical(bytes: Uint8Array): unknown {
  return JSON.parse(decoder.decode(bytes));
}
