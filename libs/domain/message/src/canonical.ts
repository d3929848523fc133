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
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('JSON has no NaN and no Infinity.');
      // As JSON.stringify writes it: RFC 8785 takes over ECMAScript's numbers.
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? list(value) : members(value as Readonly<Record<string, unknown>>);
    default:
      throw new TypeError('Only JSON values have canonical bytes.');
  }
}

function list(items: readonly unknown[]): string {
  let text = '[';
  for (let index = 0; index < items.length; index += 1) {
    if (index > 0) text += ',';
    text += items[index] === undefined ? 'null' : canonicalText(items[index]);
  }
  return `${text}]`;
}

function members(object: Readonly<Record<string, unknown>>): string {
  let text = '{';
  for (const key of inOrder(Object.keys(object))) {
    const value = object[key];
    if (value === undefined) continue;
    text += `${text.length > 1 ? ',' : ''}${quoted(key)}:${canonicalText(value)}`;
  }
  return `${text}}`;
}

/** By UTF-16 code units. Most objects are small and come in order already. */
function inOrder(keys: string[]): readonly string[] {
  for (let index = 1; index < keys.length; index += 1) {
    if ((keys[index - 1] ?? '') > (keys[index] ?? '')) return keys.sort();
  }
  return keys;
}

/** Printable ASCII without quote and backslash: nothing to escape. */
const plain = /^[ !#-[\]-~]*$/;
const shortText = 64;

function quoted(text: string): string {
  return text.length <= shortText && plain.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** Reads what `canonicalBytes` wrote. Throws on bytes that are not UTF-8 or not JSON. */
export function readCanonical(bytes: Uint8Array): unknown {
  return JSON.parse(decoder.decode(bytes));
}
