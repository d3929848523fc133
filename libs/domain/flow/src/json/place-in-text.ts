import type { JsonNode } from './json-node.ts';
import { placeOf, scanJson } from './scan-json.ts';

/** Where a JSON pointer's value begins, in UTF-16 units; for one that leads nowhere, where its nearest parent does. */
export function offsetsIn(root: JsonNode): (pointer: string) => number {
  const offsets = new Map<string, number>();
  const visit = (node: JsonNode): void => {
    if (!offsets.has(node.pointer)) offsets.set(node.pointer, node.at);
    if (node.kind === 'object') node.members.forEach((each) => visit(each.node));
    if (node.kind === 'list') node.items.forEach(visit);
  };
  visit(root);
  return (pointer) => {
    for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const offset = offsets.get(at);
      if (offset !== undefined) return offset;
    }
    return 0;
  };
}

/** Line and column, from 1, of what a JSON pointer names; in a text that is no JSON, where reading it ends. */
export function placeInText(text: string, pointer: string): { readonly line: number; readonly column: number } {
  const scanned = scanJson(text);
  return placeOf(text, scanned.ok ? offsetsIn(scanned.root)(pointer) : scanned.at);
}
