import { didYouMean } from '../nearest.ts';
import { pointerTo } from '../json/json-node.ts';
import { movesOf } from '../tree/moves.ts';
import { initialOf, isInside } from '../tree/state-tree.ts';
import type { StateNode } from '../tree/state-tree.ts';
import type { Checking } from './checking.ts';

/** Every name of a state must lead to one, and to a place where it makes sense. */
export function checkTargets(checking: Checking): void {
  const { tree, findings } = checking;
  for (const node of [tree.root, ...tree.all]) {
    checkInitial(node, checking);
    for (const move of node === tree.root ? [] : movesOf(tree, node)) {
      for (const { at, target } of move.missing) {
        findings.add(at, 'state-missing', `There is no state "${target}" seen from here.`, findFix(target, checking));
      }
      if (move.targets.length > 1 && !areApart(move.targets)) {
        findings.add(
          `${move.at}/target`,
          'targets-clash',
          'These targets cannot be active together.',
          'Name states of different regions of one parallel state.',
        );
      }
    }
    checkHistory(node, checking);
  }
  for (const goal of checking.flow.goals ?? []) {
    if (goal.state !== undefined && !tree.byName.has(goal.state)) {
      findings.add(
        pointerTo(goal.at, 'state'),
        'state-missing',
        `There is no state "${goal.state}".`,
        findFix(goal.state, checking),
      );
    }
  }
}

function checkInitial(node: StateNode, { tree, findings }: Checking): void {
  const { initial } = node.authored;
  const at = pointerTo(node.at, 'initial');
  if (initial === undefined) return;
  if (node.type === 'atomic') {
    findings.add(at, 'initial-useless', 'A state without states has nowhere to begin.', 'Remove "initial".');
    return;
  }
  if (initialOf(tree, node) !== undefined) return;
  const names = node.children.map((each) => each.name);
  findings.add(
    at,
    'state-missing',
    `There is no state "${initial}" inside.`,
    didYouMean(initial, names) ?? `Inside are: ${names.join(', ')}.`,
  );
}

function checkHistory(node: StateNode, { findings }: Checking): void {
  if (node.type !== 'history') return;
  const parent = node.parent;
  if (parent === null || parent.type === 'root') {
    findings.add(
      node.at,
      'history-misplaced',
      'A history state brings back its parent; at the top there is none.',
      'Put it inside the state that is to be resumed.',
    );
  }
}

/** Two states can be active together if their nearest common ancestor is a parallel one. */
function areApart(targets: readonly StateNode[]): boolean {
  return targets.every((left, index) =>
    targets.slice(index + 1).every((right) => {
      let common = left.parent;
      while (common !== null && !isInside(right, common)) common = common.parent;
      return !isInside(left, right) && !isInside(right, left) && common?.type === 'parallel';
    }),
  );
}

function findFix(target: string, { tree }: Checking): string {
  const last = target.replace(/^[.#]/, '').split('.').at(-1) ?? '';
  if (tree.byName.has(last)) return `Reach it from anywhere by "#${last}".`;
  return didYouMean(last, tree.byName.keys()) ?? 'Name a state of the flow.';
}
