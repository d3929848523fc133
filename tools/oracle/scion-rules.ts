import type { Judged } from './appendix-d.ts';
import { allStates } from './plan.ts';
import type { Rule } from './rules.ts';
import { isDescendant, isHistory, properAncestors } from './tree.ts';
import type { Node } from './tree.ts';
import { isInParallel } from './xstate-rules.ts';

export const SCION_RULES: readonly Rule[] = [
  {
    name: 'scion-depth-order',
    w3c: '3.13, D (enterStates, exitStates)',
    reason:
      'States are entered and left by depth first, then by document order; the recommendation has document order alone.',
    saw: ({ entered, exited }) => !isByDepth(entered) || !isByDepth([...exited].reverse()),
    isOrder: true,
  },
  {
    name: 'scion-late-done',
    w3c: '3.7, D (enterStates)',
    reason:
      'done.state events are raised after all entry actions of the microstep, not when the final state is entered.',
    saw: ({ raised }) => raised.length > 1 && raised.some((event) => event.startsWith('done.state.')),
  },
  {
    name: 'scion-static-domain',
    w3c: '3.13, D (getTransitionDomain, getEffectiveTargetStates)',
    reason:
      'The domain is computed once, from the first target as written; in the recommendation from all targets, and for a history state from what it holds.',
    saw: ({ enabled }) => enabled.some((judged) => judged.targets.length > 0 && scopeOf(judged) !== judged.domain),
  },
  {
    name: 'scion-parallel-domain',
    w3c: '3.13, D (getTransitionDomain, findLCCA)',
    reason:
      'The domain of a transition may be a parallel state; in the recommendation it is the least common *compound* ancestor.',
    saw: ({ enabled }) => enabled.some(isInParallel),
  },
  {
    name: 'scion-deep-history-final',
    w3c: '3.10, D (exitStates)',
    reason: 'Deep history does not record final states.',
    saw: ({ exited }) =>
      exited.some(
        (node) => keepsDeep(node) && exited.some((other) => other.state.kind === 'final' && isDescendant(other, node)),
      ),
  },
  {
    name: 'scion-early-end',
    w3c: '3.7, D (enterStates)',
    reason:
      'The machine ends as soon as every active atomic state is final; in the recommendation only at a final state at the top.',
    rests: (configuration, { states }) => {
      const finals = new Set(
        allStates(states)
          .filter(({ kind }) => kind === 'final')
          .map(({ id }) => id),
      );
      return configuration.every((id) => finals.has(id));
    },
  },
  {
    name: 'scion-transition-order',
    w3c: '3.13, D (microstep)',
    reason:
      'Actions of the transitions of one microstep run in document order of the transitions; in the recommendation in that of the atomic states that chose them.',
    saw: ({ taken }) =>
      taken.some(({ source }, index) => index > 0 && source.order < (taken[index - 1]?.source.order ?? 0)),
  },
];

function isByDepth(nodes: readonly Node[]): boolean {
  const depths = nodes.map((node) => properAncestors(node, null).length);
  return depths.every((depth, index) => index === 0 || depth >= (depths[index - 1] ?? 0));
}

function keepsDeep({ children }: Node): boolean {
  return children.some((child) => isHistory(child) && child.state.kind === 'deep');
}

/** The domain as SCION has it: from the first target as written. */
function scopeOf({ source, transition, firstTarget }: Judged): Node | null {
  if (firstTarget === null) return null;
  if (source.parent === null) return source;
  if (transition.internal && source.state.kind === 'compound' && isDescendant(firstTarget, source)) return source;
  return properAncestors(source, null).find((ancestor) => isDescendant(firstTarget, ancestor)) ?? null;
}
