import type { Node } from 'jsonc-parser';
import { findNodeAtLocation } from 'jsonc-parser';
import { nodeAt, pathOf } from '../language/flow-text.ts';

const LONGEST = 34;
/** The way back into a slot whose value is said anew. */
export const CORRECTED = 'corrected';

/** What a transition is called in the author's own words; null where the text has no words for it. */
export function authorLabel(root: Node | undefined, pointer: string): readonly string[] | null {
  const node = nodeAt(root, pointer);
  const path = pathOf(pointer);
  const key = path.at(-1) ?? '';
  if (key === 'onFailed') return ['failed'];
  if (key === 'onUnknown') return ['not known'];
  if (key === 'next') return [afterWhat(nodeAt(root, pointer.slice(0, pointer.lastIndexOf('/'))))];
  if (path.at(-2) === 'states') return [CORRECTED];
  if (node?.type !== 'object') return null;
  const on = textsOf(findNodeAtLocation(node, ['on']));
  const delay = textsOf(findNodeAtLocation(node, ['delay']));
  const when = conditionOf(findNodeAtLocation(node, ['when']));
  const event = delay.length > 0 ? [`after ${delay.join()}`] : on;
  const otherwise = path.at(-2) === 'branches' && when === null ? ['otherwise'] : [];
  const lines = [...event, ...otherwise, ...(when === null ? [] : [`[${when}]`])].map(cut);
  return lines.length > 0 ? lines : ['at once'];
}

function afterWhat(state: Node | undefined): string {
  const type: unknown = state?.type === 'object' ? findNodeAtLocation(state, ['type'])?.value : undefined;
  return type === 'slot' ? 'filled' : type === 'integration' ? 'done' : 'then';
}

function textsOf(node: Node | undefined): readonly string[] {
  if (node?.type === 'array') return (node.children ?? []).flatMap(textsOf);
  return typeof node?.value === 'string' ? [node.value] : [];
}

function conditionOf(node: Node | undefined): string | null {
  if (node === undefined) return null;
  if (node.type === 'object') return textsOf(findNodeAtLocation(node, ['guard'])).join();
  return textsOf(node).join().replace(/\s+/g, ' ').trim();
}

function cut(line: string): string {
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
