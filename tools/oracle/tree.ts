import { isPseudo } from './plan.ts';
import type { Plan, PlanState, PlanTransition } from './plan.ts';

/** A state with its place in the document. Shared by the oracles that need it; the kernel has one of its own. */
export interface Node {
  readonly state: PlanState;
  readonly id: string;
  readonly parent: Node | null;
  readonly order: number;
  readonly children: readonly Node[];
}

export interface Tree {
  /** The document itself: a compound state around all. */
  readonly root: Node;
  readonly byId: ReadonlyMap<string, Node>;
}

export function treeOf(plan: Plan): Tree {
  const byId = new Map<string, Node>();
  let order = 0;
  const grow = (state: PlanState, parent: Node | null): Node => {
    const children: Node[] = [];
    const node: Node = { state, id: state.id, parent, order: order++, children };
    byId.set(state.id, node);
    for (const child of state.children) children.push(grow(child, node));
    return node;
  };
  const { states, initial } = plan;
  const root = grow(
    { id: '', kind: 'compound', children: states, initial, entry: [], exit: [], transitions: [] },
    null,
  );
  return { root, byId };
}

export function isDescendant(node: Node, ancestor: Node): boolean {
  for (let above = node.parent; above !== null; above = above.parent) if (above === ancestor) return true;
  return false;
}

/** Ancestors from the inside out, up to but without `end` (null: all of them). */
export function properAncestors(node: Node, end: Node | null): readonly Node[] {
  const ancestors: Node[] = [];
  for (let above = node.parent; above !== null && above !== end; above = above.parent) ancestors.push(above);
  return ancestors;
}

export function isAtomic({ state }: Node): boolean {
  return state.kind === 'atomic' || state.kind === 'final';
}

export function isHistory({ state }: Node): boolean {
  return isPseudo(state);
}

/** The states inside, without history states. */
export function realChildren({ children }: Node): readonly Node[] {
  return children.filter((child) => !isHistory(child));
}

export function targetsOf({ byId }: Tree, { targets }: Pick<PlanTransition, 'targets'>): readonly Node[] {
  return targets.map((id) => {
    const node = byId.get(id);
    if (node === undefined) throw new Error(`There is no state '${id}'.`);
    return node;
  });
}

/** W3C 3.12.1: a descriptor matches an event when its tokens are a prefix of the event's; `.*` and `*` at its end add nothing. */
export function matchesEvent(descriptors: readonly string[], event: string): boolean {
  const tokens = event.split('.');
  return descriptors.some((descriptor) => {
    if (descriptor === '*') return true;
    const wanted = descriptor.replace(/\.\*?$/u, '').split('.');
    return wanted.every((token, index) => tokens[index] === token);
  });
}
