import { intentsOf, movesOf } from './moves.ts';
import type { Move } from './moves.ts';
import { ancestors, initialOf, isInside } from './state-tree.ts';
import type { StateNode, StateTree } from './state-tree.ts';

/** A task: a state with `slot` states as its children. Its slots are theirs. */
export interface Task {
  readonly node: StateNode;
  readonly slots: readonly TaskSlot[];
}

export interface TaskSlot {
  readonly slot: string;
  readonly state: StateNode;
}

export class Tasks {
  readonly all: readonly Task[];
  private readonly tree: StateTree;
  /** Intents that some transition enters a task by. */
  private readonly openers = new Map<Task, Set<string>>();

  constructor(tree: StateTree) {
    this.tree = tree;
    this.all = [tree.root, ...tree.all].map(taskOf).filter((task) => task.slots.length > 0);
    for (const move of tree.all.flatMap((node) => movesOf(tree, node))) {
      for (const task of this.enteredBy(move))
        this.openers.set(task, new Set([...(this.openers.get(task) ?? []), ...intentsOf(move.on)]));
    }
  }

  /** Tasks that a state lies in, innermost first. */
  openAt(node: StateNode): readonly Task[] {
    return this.all.filter((task) => task.node !== node && isInside(node, task.node)).reverse();
  }

  /** Tasks that a move begins: entered by its targets and their initial states, and not only gone back to by history. */
  enteredBy(move: Move): readonly Task[] {
    if (move.targets.some((target) => target.type === 'history')) return [];
    const entered = new Set(move.targets.flatMap((target) => [target, ...ancestors(target), ...this.begunIn(target)]));
    return this.all.filter(
      (task) => entered.has(task.node) && !(isInside(move.source, task.node) && move.source !== task.node),
    );
  }

  /** Tasks that stay open over a move and whose own intents it carries; the answer to a question with choices brings nothing. */
  continuedBy(move: Move): readonly Task[] {
    if (move.targets.some((target) => target.type === 'history')) return [];
    const chosen = (move.source.authored.choices ?? []).map((each) => each.intent);
    const own = intentsOf(move.on).filter((intent) => !chosen.includes(intent));
    return this.openAt(move.source).filter(
      (task) =>
        move.targets.every((target) => isInside(target, task.node)) &&
        own.some((intent) => this.openers.get(task)?.has(intent)),
    );
  }

  private begunIn(node: StateNode): readonly StateNode[] {
    if (node.type === 'parallel') return node.children.flatMap((each) => [each, ...this.begunIn(each)]);
    const initial = node.type === 'compound' ? initialOf(this.tree, node) : undefined;
    if (initial === undefined || initial.type === 'history') return [];
    const between = ancestors(initial).filter((each) => each !== node && isInside(each, node));
    return [initial, ...between, ...this.begunIn(initial)];
  }
}

function taskOf(node: StateNode): Task {
  const slots = node.children.flatMap((state) =>
    state.type === 'slot' && state.authored.slot !== undefined ? [{ slot: state.authored.slot, state }] : [],
  );
  return { node, slots };
}
