import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';

/** A stretch of the text, in UTF-16 units from its beginning. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Reads JSON however broken it is; undefined where there is nothing to read. */
export function readTree(text: string): Node | undefined {
  return parseTree(text);
}

/** `/states/a~1b/0` → `['states', 'a/b', '0']`. */
export function pathOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

export function pointerTo(parent: string, key: string | number): string {
  return `${parent}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** What a pointer names; what is not there, undefined. */
export function nodeAt(root: Node | undefined, pointer: string): Node | undefined {
  if (root === undefined) return undefined;
  let node: Node | undefined = root;
  for (const part of pathOf(pointer)) {
    if (node === undefined) return undefined;
    node = findNodeAtLocation(node, [node.type === 'array' ? Number(part) : part]);
  }
  return node;
}

/**
 * What to mark for a pointer: a plain value whole, of anything longer its name. One that leads nowhere is told at its
 * nearest parent.
 */
export function spanOf(root: Node | undefined, pointer: string): Span {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const node = nodeAt(root, at);
    if (node !== undefined) return markOf(node);
  }
  return root === undefined ? { from: 0, to: 0 } : { from: root.offset, to: Math.min(root.offset + 1, endOf(root)) };
}

function markOf(node: Node): Span {
  if (node.type !== 'object' && node.type !== 'array') return { from: node.offset, to: endOf(node) };
  const key = node.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
  return key === undefined ? { from: node.offset, to: node.offset + 1 } : { from: key.offset, to: endOf(key) };
}

export function endOf(node: Node): number {
  return node.offset + node.length;
}

/** Members of an object in text order; of anything else, none. */
export function membersOf(node: Node | undefined): readonly (readonly [string, Node])[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
    key === undefined || value === undefined ? [] : [[String(key.value), value] as const],
  );
}

/** Line and column from 1. */
export function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}
