const utf8 = new TextDecoder();

/** JSON of one of our own services; undefined = there is none. */
export function readJson(bytes: Uint8Array): unknown {
  return bytes.length === 0 ? undefined : JSON.parse(utf8.decode(bytes));
}
