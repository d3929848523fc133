import canonicalize from 'canonicalize';

/**
 * The canonical text of a JSON value (RFC 8785). Numbers and texts are written by JSON.stringify as the RFC wants them; what
 * is left is the order of keys, and putting those in order first is several times as fast as writing part by part.
 */
export function canonicalText(json: unknown): string {
  const ordering = new Ordering();
  const ordered = ordering.ordered(json);
  return ordering.isPossible ? JSON.stringify(ordered) : (canonicalize(json) ?? '');
}

/** Copies a value with the keys of its maps in order. */
class Ordering {
  /** False once a key was met that an object cannot keep in its place: numbers come first there, and `__proto__` is none. */
  isPossible = true;

  ordered(json: unknown): unknown {
    if (typeof json !== 'object' || json === null) return json;
    if (Array.isArray(json)) return json.map((part) => this.ordered(part));
    const copy: Record<string, unknown> = {};
    for (const key of Object.keys(json).sort()) {
      this.isPossible &&= !isNumbered(key) && key !== '__proto__';
      copy[key] = this.ordered((json as Readonly<Record<string, unknown>>)[key]);
    }
    return copy;
  }
}

/** Careful: not every key that begins with a digit is a number. */
function isNumbered(key: string): boolean {
  const first = key.charCodeAt(0);
  return first >= 0x30 && first <= 0x39;
}
