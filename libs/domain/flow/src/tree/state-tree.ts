import type { AuthoredFlow, AuthoredState, StateType } from '../format/authored.ts';
import type { Move } from './moves.ts';

/** A state in its place. The root stands for the machine and has the name ''. */
export interface StateNode {
  readonly name: string;
  readonly at: string;
  readonly type: StateType | 'root' | 'unknown';
  readonly authored: AuthoredState;
  readonly parent: StateNode | null;
  readonly children: readonly StateNode[];
}

export interface StateTree {
  readonly root: StateNode;
  /** All states in text order, without the root. */
  readonly all: readonly StateNode[];
  /** The first of each name. */
  readonly byName: ReadonlyMap<string, StateNode>;
  /** Ways on that were looked up already, see `movesOf`. */
  readonly known: Map<StateNode, readonly Move[]>;
}

const TYPES: ReadonlySet<string> = new Set<StateType>([
  'response',
  'intent',
  'slot',
  'decision',
  'integration',
  'handoff',
  'end',
  'parallel',
  'history',
  'compound',
  'atomic',
]);

export function buildTree(flow: AuthoredFlow): StateTree {
  const all: StateNode[] = [];
  const byName = new Map<string, StateNode>();
  const grow = (name: string, authored: AuthoredState, parent: StateNode): StateNode => {
    const children: StateNode[] = [];
    const node: StateNode = { name, at: authored.at, type: typeOf(authored), authored, parent, children };
    all.push(node);
    if (!byName.has(name)) byName.set(name, node);
    for (const [childName, child] of authored.states ?? []) children.push(grow(childName, child, node));
    return node;
  };
  const children: StateNode[] = [];
  const root: StateNode = { name: '', at: flow.at, type: 'root', authored: rootState(flow), parent: null, children };
  for (const [name, state] of flow.states ?? []) children.push(grow(name, state, root));
  return { root, all, byName, known: new Map() };
}

function rootState(flow: AuthoredFlow): AuthoredState {
  return {
    at: flow.at,
    ...(flow.initial !== undefined && { initial: flow.initial }),
    ...(flow.states && { states: flow.states }),
  };
}

function typeOf(state: AuthoredState): StateNode['type'] {
  if (state.type === undefined || state.type === 'compound' || state.type === 'atomic') {
    return (state.states?.size ?? 0) > 0 ? 'compound' : 'atomic';
  }
  return isStateType(state.type) ? state.type : 'unknown';
}

function isStateType(type: string): type is StateType {
  return TYPES.has(type);
}

/** From the parent up to the root. */
export function ancestors(node: StateNode): readonly StateNode[] {
  const result: StateNode[] = [];
  for (let each = node.parent; each !== null; each = each.parent) result.push(each);
  return result;
}

/** Whether `node` is `within` or lies inside it. */
export function isInside(node: StateNode, within: StateNode): boolean {
  return node === within || ancestors(node).includes(within);
}

export function child(node: StateNode, name: string): StateNode | undefined {
  return node.children.find((each) => each.name === name);
}

/**
 * The state that a target names, seen from `source`: a sibling or an ancestor's child by name, `a.b` a path from such a
 * one, `.x` an own child, `#x` any state.
 */
export function resolveTarget(tree: StateTree, source: StateNode, target: string): StateNode | undefined {
  if (target.startsWith('#')) return tree.byName.get(target.slice(1));
  if (target.startsWith('.')) return descend(source, target.slice(1).split('.'));
  const [first = '', ...path] = target.split('.');
  for (const place of source.parent === null ? [source] : ancestors(source)) {
    const found = child(place, first);
    if (found !== undefined) return descend(found, path);
  }
  return undefined;
}

/** Where a compound begins: its `initial`, a path from its own children; without one its first child. */
export function initialOf(tree: StateTree, node: StateNode): StateNode | undefined {
  const initial = node.authored.initial;
  if (initial === undefined) return node.children.find((each) => each.type !== 'history');
  return initial.startsWith('#')
    ? insideOf(tree.byName.get(initial.slice(1)), node)
    : descend(node, initial.replace(/^\./, '').split('.'));
}

function insideOf(found: StateNode | undefined, node: StateNode): StateNode | undefined {
  return found !== undefined && found !== node && isInside(found, node) ? found : undefined;
}

function descend(from: StateNode, path: readonly string[]): StateNode | undefined {
  return path.reduce<StateNode | undefined>((place, name) => place && child(place, name), from);
}
