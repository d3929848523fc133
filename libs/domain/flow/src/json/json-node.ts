/** A JSON text as a tree that remembers where everything stands. `at` is an offset in UTF-16 units. */
export type JsonNode = JsonObject | JsonList | JsonScalar;

export interface JsonObject {
  readonly kind: 'object';
  readonly at: number;
  readonly pointer: string;
  /** In text order, duplicates included. */
  readonly members: readonly JsonMember[];
}

export interface JsonMember {
  readonly key: string;
  readonly keyAt: number;
  readonly node: JsonNode;
}

export interface JsonList {
  readonly kind: 'list';
  readonly at: number;
  readonly pointer: string;
  readonly items: readonly JsonNode[];
}

export interface JsonScalar {
  readonly kind: 'scalar';
  readonly at: number;
  readonly pointer: string;
  readonly value: null | boolean | number | string;
}

/** One more step of a JSON pointer (RFC 6901). */
export function pointerTo(pointer: string, step: string | number): string {
  return `${pointer}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

export function member(node: JsonObject, key: string): JsonNode | undefined {
  return node.members.find((each) => each.key === key)?.node;
}
