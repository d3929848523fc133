import type { Judged } from './appendix-d.ts';
import { allStates, isPseudo } from './plan.ts';
import type { PlanInitial, PlanState } from './plan.ts';
import type { Rule } from './rules.ts';
import { isDescendant, properAncestors } from './tree.ts';
import type { Node } from './tree.ts';

export const XSTATE_RULES: readonly Rule[] = [
  {
    name: 'xstate-deep-initial',
    w3c: '3.2, 3.6',
    reason: 'Its `initial` names one child; the recommendation allows any states inside, also several.',
    excludes: ({ initial, states }) =>
      !isChild(initial, states) ||
      allStates(states).some((state) => state.kind === 'compound' && !isChild(state.initial, state.children)),
  },
  {
    name: 'xstate-history-content',
    w3c: '3.10',
    reason: 'The default transition of a history state cannot have actions.',
    excludes: ({ states }) =>
      allStates(states).some((state) => isPseudo(state) && (state.initial?.actions.length ?? 0) > 0),
  },
  {
    name: 'xstate-initial-content',
    w3c: '3.6, D (addDescendantStatesToEnter)',
    reason:
      'Actions of `initial` do not run when a compound state is entered as the neighbour of a region that was aimed at, or by history.',
    saw: ({ entered, defaultEntries }) =>
      entered.some((node) => defaultEntries.has(node) && (node.state.initial?.actions.length ?? 0) > 0),
  },
  {
    name: 'xstate-region-priority',
    w3c: '3.13, D (selectTransitions)',
    reason:
      'When one region takes an event, the parallel state around is not asked any more; in the recommendation every atomic state asks its own ancestors.',
    saw: ({ enabled }) => enabled.some((one) => enabled.some((other) => isDescendant(one.source, other.source))),
  },
  {
    name: 'xstate-parallel-domain',
    w3c: '3.13, D (getTransitionDomain, findLCCA)',
    reason:
      'The domain of a transition may be a parallel state, which is then not left; in the recommendation it is the least common *compound* ancestor.',
    saw: ({ enabled }) => enabled.some(isInParallel),
  },
  {
    name: 'xstate-done-cascade',
    w3c: '3.7, D (enterStates)',
    reason:
      'A parallel state in a parallel state that completes announces the outer one too; the recommendation announces one level.',
    saw: ({ entered }) => entered.some(endsNestedParallel),
  },
  {
    name: 'xstate-eventless-order',
    w3c: '3.13, D (selectEventlessTransitions)',
    reason:
      'Atomic states are asked for eventless transitions in the order in which they were entered, not in document order.',
    saw: ({ enabled }) => enabled.filter(({ transition }) => transition.events === null).length > 1,
  },
];

function isChild(initial: PlanInitial | null, states: readonly PlanState[]): boolean {
  if (initial === null) return true;
  return initial.targets.length === 1 && states.some(({ id }) => id === initial.targets[0]);
}

/** Whether the least common ancestor of any kind is a parallel state. */
export function isInParallel({ source, targets, domain }: Judged): boolean {
  if (targets.length === 0 || domain === source) return false;
  const common = properAncestors(source, null).find((ancestor) =>
    targets.every((target) => isDescendant(target, ancestor)),
  );
  return common?.state.kind === 'parallel';
}

function endsNestedParallel({ state, parent }: Node): boolean {
  const around = parent?.parent;
  return state.kind === 'final' && around?.state.kind === 'parallel' && around.parent?.state.kind === 'parallel';
}
