import { pointerTo } from '../json/json-node.ts';
import { eventsOf, intentsOf, movesOf } from '../tree/moves.ts';
import type { Move } from '../tree/moves.ts';
import { ancestors, initialOf } from '../tree/state-tree.ts';
import type { StateNode } from '../tree/state-tree.ts';
import type { Checking } from './checking.ts';

/** States that nothing leads to, and states that lead nowhere. */
export function checkReach(checking: Checking): void {
  const { tree, findings } = checking;
  const reached = reachable(checking);
  for (const node of tree.all) {
    const insideUnreached = node.parent !== null && node.parent.type !== 'root' && !reached.has(node.parent);
    if (!reached.has(node) && !insideUnreached) {
      findings.add(
        node.at,
        'state-unreachable',
        `Nothing leads to "${node.name}".`,
        'Lead a transition to it, or remove it.',
      );
    }
    checkWayOut(node, checking);
  }
}

function reachable({ tree }: Checking): ReadonlySet<StateNode> {
  const reached = new Set<StateNode>();
  const pending: StateNode[] = [];
  const enter = (node: StateNode | undefined): void => {
    if (node === undefined || node.type === 'root' || reached.has(node)) return;
    reached.add(node);
    pending.push(node);
    for (const above of ancestors(node)) {
      if (!reached.has(above) && above.type !== 'root') {
        reached.add(above);
        pending.push(above);
      }
      if (above.type === 'parallel') above.children.forEach(enter);
    }
    if (node.type === 'parallel') node.children.forEach(enter);
    else if (node.children.length > 0) enter(initialOf(tree, node));
  };
  enter(initialOf(tree, tree.root));
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const move of movesOf(tree, node)) move.targets.forEach(enter);
  }
  return reached;
}

/** A conversation must be able to go on from wherever it rests. */
function checkWayOut(node: StateNode, checking: Checking): void {
  const { tree, findings } = checking;
  const dead = (message: string, fix: string): void => findings.add(node.at, 'dead-end', message, fix);
  if (node.type === 'response') {
    if (!movesOf(tree, node).some(leads))
      dead('This response is the last word: nothing goes on from here.', 'Add "next".');
  } else if (node.type === 'intent') {
    if (!movesOf(tree, node).some((move) => move.key === 'transitions' && answers(move))) {
      dead('Nothing that is said here leads on.', 'Add a transition on an intent.');
    }
  } else if (node.type === 'handoff') {
    if (!movesOf(tree, node).some(leads))
      dead('Nobody comes back from this handoff.', 'Add a transition on "agent.closed".');
  } else if (node.type === 'atomic') {
    const onward = [node, ...ancestors(node)]
      .filter((each) => each.type !== 'root')
      .some((each) => movesOf(tree, each).some(leadsFromOutside));
    if (!onward) dead('Nothing goes on from here.', 'Add a transition, or make it an "end".');
  } else if (node.type === 'end') {
    checkEndIsHeard(node, checking);
  }
}

/** The end of a compound must mean something: `done.state.<compound>` is taken, there or above. */
function checkEndIsHeard(node: StateNode, { tree, findings }: Checking): void {
  const whole = node.parent;
  if (whole === null || whole.type === 'root') return;
  const heard = [whole, ...(whole.parent?.type === 'parallel' ? [whole.parent] : [])].some((state) => {
    const name = `done.state.${state.name}`;
    return [state, ...ancestors(state)].some(
      (place) =>
        place.type !== 'root' && movesOf(tree, place).some((move) => eventsOf(move.on).some((on) => matches(on, name))),
    );
  });
  if (heard) return;
  findings.add(
    node.at,
    'dead-end',
    `"${whole.name}" ends here and nothing takes it up.`,
    `Add a transition on "done.state.${whole.name}".`,
  );
}

function leads(move: Move): boolean {
  return move.targets.length > 0 || move.missing.length > 0;
}

/** Leads on, or does something where it is. */
function answers(move: Move): boolean {
  return leads(move) || move.do.length > 0;
}

/** Not only when something breaks. */
function leadsFromOutside(move: Move): boolean {
  const onlyErrors =
    move.on.length > 0 &&
    intentsOf(move.on).length === 0 &&
    eventsOf(move.on).every((on) => on.split('.')[0] === 'error');
  return answers(move) && !onlyErrors;
}

/** Whether a descriptor matches an event, as in W3C. */
export function matches(descriptor: string, event: string): boolean {
  const prefix = descriptor.replace(/\.\*$/, '');
  return prefix === '*' || event === prefix || event.startsWith(`${prefix}.`);
}

/** Ways on that an author's state must have: for a failure, for a lost answer, for whatever is left. */
export function checkBranches({ tree, findings, manifests }: Checking): void {
  for (const { authored, type, at } of tree.all) {
    const missing = (code: string, message: string, key: string): void =>
      findings.add(at, code, message, `Add "${key}".`);
    if ((type === 'slot' || type === 'integration') && authored.onFailed === undefined) {
      missing(
        'failure-branch-missing',
        type === 'slot'
          ? 'Nobody says where to go after the last wrong answer.'
          : 'Nobody says where to go when it fails.',
        'onFailed',
      );
    }
    if (type === 'intent' && authored.noMatch !== undefined && authored.onFailed === undefined) {
      missing('failure-branch-missing', 'Nobody says where to go after the last misunderstanding.', 'onFailed');
    }
    if (type === 'integration' && authored.onUnknown === undefined && !isSafe(authored.adapter, manifests)) {
      missing(
        'unknown-branch-missing',
        'Nobody says where to go when the answer is lost: it may have happened.',
        'onUnknown',
      );
    }
    if (type === 'decision' && authored.branches !== undefined && authored.branches.at(-1)?.when !== undefined) {
      findings.add(
        pointerTo(at, 'branches'),
        'branch-else-missing',
        'If no branch holds, nothing goes on.',
        'End with a branch without "when".',
      );
    }
  }
}

/** Without manifests a text is checked in shape only: it was published with them, and must load for ever. */
function isSafe(adapter: string | undefined, manifests: Checking['manifests']): boolean {
  if (manifests === undefined) return true;
  const [name = '', operation = ''] = (adapter ?? '').split('.');
  const found = manifests.find((each) => each.name === name)?.operations ?? {};
  return Object.hasOwn(found, operation) && found[operation]?.safe === true;
}
