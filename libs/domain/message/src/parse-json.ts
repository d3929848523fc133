/** JSON from outside, or why not. */
export type ParsedJson =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: 'not-json' | 'too-deep' };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads JSON from bytes that a stranger sent. The depth of nesting is counted on the bytes first, so that no parser sees
 * a hostile text. Bytes that are not UTF-8 are not JSON.
 */
export function parseJson(bytes: Uint8Array, maxDepth: number): ParsedJson {
  if (mayBeDeeper(bytes, maxDepth) && depthOf(bytes) > maxDepth) return { ok: false, reason: 'too-deep' };
  try {
    return { ok: true, value: JSON.parse(utf8.decode(bytes)) };
  } catch {
    return { ok: false, reason: 'not-json' };
  }
}

const quote = 0x22;
const backslash = 0x5c;

const openers = [0x7b, 0x5b];

/** No text is nested deeper than it has opening brackets, and most have few: these are found without looking at each byte. */
function mayBeDeeper(bytes: Uint8Array, maxDepth: number): boolean {
  let found = 0;
  for (const opener of openers) {
    for (let at = bytes.indexOf(opener); at >= 0; at = bytes.indexOf(opener, at + 1)) {
      found += 1;
      if (found > maxDepth) return true;
    }
  }
  return false;
}

function depthOf(bytes: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (inString) {
      if (byte === backslash) index += 1;
      else if (byte === quote) inString = false;
    } else if (byte === quote) inString = true;
    else if (byte === 0x7b || byte === 0x5b) deepest = Math.max(deepest, (depth += 1));
    else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return deepest;
}
