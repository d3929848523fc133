import { actionsOfState } from '../tree/parts.ts';
import { eventsOf, movesOf } from '../tree/moves.ts';
import { ancestors, initialOf } from '../tree/state-tree.ts';
import type { StateNode, StateTree } from '../tree/state-tree.ts';
import { matches } from './check-reach.ts';
import type { Checking } from './checking.ts';

/** Rounds of states that never wait for anything: the machine would run in a circle. */
export function checkCycles({ tree, findings }: Checking): void {
  for (const round of rounds(tree)) {
    const [first] = round;
    if (first === undefined) continue;
    const names = round.map((each) => `"${each.name}"`).join(' → ');
    findings.add(
      first.at,
      'eventless-cycle',
      `Nothing waits in the round ${names}.`,
      'Let one of them wait for a message or another event.',
    );
  }
}

/** Rounds in text order; one that passes a slot counts only if nothing in it unsets that slot. */
function rounds(tree: StateTree): readonly (readonly StateNode[])[] {
  const onward = new Map(tree.all.map((node) => [node, eventless(tree, node)]));
  const found: (readonly StateNode[])[] = [];
  const blocked = new Set<StateNode>();
  for (const component of components(tree.all, onward)) {
    const unset = new Set(
      component.flatMap((node) => actionsOfState(node).flatMap(({ action }) => action.unset ?? [])),
    );
    const waits = component.filter((node) => node.type === 'slot' && unset.has(`slots.${node.authored.slot ?? ''}`));
    waits.forEach((node) => blocked.add(node));
    const rest = component.filter((node) => !blocked.has(node));
    const again = waits.length === 0 ? [component] : components(rest, onward);
    found.push(...again.filter((each) => isRound(each, onward)));
  }
  return found.map((round) => tree.all.filter((node) => round.includes(node)));
}

function isRound(component: readonly StateNode[], onward: ReadonlyMap<StateNode, readonly StateNode[]>): boolean {
  const [only] = component;
  return component.length > 1 || (only !== undefined && (onward.get(only) ?? []).includes(only));
}

/** Where a state goes on to without waiting; a filled slot is passed. */
function eventless(tree: StateTree, node: StateNode): readonly StateNode[] {
  const waits = node.type === 'integration';
  const moves = movesOf(tree, node).filter((move) => {
    if (move.eventless || move.key === 'target') return true;
    return move.key === 'next' && !waits;
  });
  if (node.type === 'end') return afterEnd(tree, node);
  const begin = node.type === 'compound' ? initialOf(tree, node) : undefined;
  const inside = node.type === 'parallel' ? node.children : begin === undefined ? [] : [begin];
  return [...moves.flatMap((move) => move.targets), ...inside];
}

/** An end is taken up by `done.state` of its parent, without waiting. */
function afterEnd(tree: StateTree, node: StateNode): readonly StateNode[] {
  const whole = node.parent;
  if (whole === null || whole.type === 'root') return [];
  const heard = [whole, ...ancestors(whole)]
    .filter((each) => each.type !== 'root')
    .flatMap((each) => movesOf(tree, each));
  return heard
    .filter((move) => eventsOf(move.on).some((on) => matches(on, `done.state.${whole.name}`)))
    .flatMap((move) => move.targets);
}

/** Strongly connected components (Tarjan), without recursion depth beyond the number of states. */
function components(
  nodes: readonly StateNode[],
  onward: ReadonlyMap<StateNode, readonly StateNode[]>,
): readonly (readonly StateNode[])[] {
  const within = new Set(nodes);
  const order = new Map<StateNode, number>();
  const low = new Map<StateNode, number>();
  const stack: StateNode[] = [];
  const result: StateNode[][] = [];
  const visit = (root: StateNode): void => {
    const work: { node: StateNode; next: number }[] = [{ node: root, next: 0 }];
    const open = (node: StateNode): void => {
      order.set(node, order.size);
      low.set(node, order.get(node) ?? 0);
      stack.push(node);
    };
    open(root);
    for (let frame = work.at(-1); frame !== undefined; frame = work.at(-1)) {
      const { node } = frame;
      const next = (onward.get(node) ?? []).filter((each) => within.has(each))[frame.next++];
      if (next === undefined) {
        work.pop();
        const parent = work.at(-1)?.node;
        if (parent !== undefined) low.set(parent, Math.min(low.get(parent) ?? 0, low.get(node) ?? 0));
        if (low.get(node) === order.get(node)) result.push(stack.splice(stack.indexOf(node)));
      } else if (!order.has(next)) {
        open(next);
        work.push({ node: next, next: 0 });
      } else if (stack.includes(next)) {
        low.set(node, Math.min(low.get(node) ?? 0, order.get(next) ?? 0));
      }
    }
  };
  for (const node of nodes) if (!order.has(node)) visit(node);
  return result;
}
