import { matches } from './descriptor.ts';
import type { EventMatch } from './descriptor.ts';
import { isHistory, isInside } from './machine.ts';
import type { StateNode, Transition } from './machine.ts';
import type { Run } from './run.ts';
import { holds, scopeOf } from './scope.ts';
import { domainOf } from './targets.ts';
import { historyTargets } from './entry-set.ts';
import type { Scope } from '@parley/expression';

/** The enabled transitions of W3C's selectTransitions, conflicts removed. */
export function selectTransitions(run: Run, event: EventMatch): readonly Transition[] {
  return select(run, (node, scope) => firstEnabled(run, scope, node.eventful, event, true));
}

/**
 * Eventless ones. A condition that fails here raises its error only once until some transition is taken: asked again
 * with nothing changed it would fail again, for ever.
 */
export function selectEventless(run: Run, failed: Set<Transition>): readonly Transition[] {
  return select(run, (node, scope) => {
    for (const transition of node.eventless) {
      const errors = run.queue.length;
      if (isEnabled(run, scope, transition, !failed.has(transition))) return transition;
      if (run.queue.length > errors) failed.add(transition);
    }
    return null;
  });
}

/** The transition that a fired timer takes: the first of its entries whose condition holds. */
export function selectTimed(run: Run, transitions: readonly Transition[]): readonly Transition[] {
  const taken = firstEnabled(run, scopeOf(run), transitions, null, true);
  return taken === null ? [] : [taken];
}

function select(run: Run, pick: (node: StateNode, scope: Scope) => Transition | null): readonly Transition[] {
  const scope = scopeOf(run);
  const enabled: Transition[] = [];
  // A state that several atomic ones share is asked once: its answer is the same for each of them.
  const asked = new Set<StateNode>();
  for (const leaf of run.active) {
    if (leaf.children.length > 0) continue;
    let node: StateNode | null = leaf;
    while (node !== null && !asked.has(node)) {
      if (node !== leaf) asked.add(node);
      run.spend(1, node.at);
      const taken = pick(node, scope);
      if (taken !== null) {
        enabled.push(taken);
        break;
      }
      node = node.parent;
    }
  }
  return enabled.length < 2 ? enabled : withoutConflicts(run, enabled);
}

function firstEnabled(
  run: Run,
  scope: Scope,
  transitions: readonly Transition[],
  event: EventMatch | null,
  raising: boolean,
): Transition | null {
  for (const transition of transitions) {
    if (event !== null && !matches(transition.events, event)) continue;
    if (isEnabled(run, scope, transition, raising)) return transition;
  }
  return null;
}

function isEnabled(run: Run, scope: Scope, transition: Transition, raising: boolean): boolean {
  run.spend(1, transition.at);
  if (transition.cond === null) return true;
  return holds(run, scope, transition.cond, { at: transition.at, state: transition.source.id }, raising);
}

/** W3C's removeConflictingTransitions: of two that leave the same state the inner one wins, then the one found first. */
function withoutConflicts(run: Run, enabled: readonly Transition[]): readonly Transition[] {
  let kept: { readonly transition: Transition; readonly domain: StateNode | null }[] = [];
  for (const transition of enabled) {
    const domain = domainIn(run, transition);
    run.spend(1 + (kept.length >> 4), transition.at);
    const rivals = kept.filter((other) => overlap(domain, other.domain));
    if (rivals.every((rival) => isInside(transition.source, rival.transition.source))) {
      if (rivals.length > 0) kept = kept.filter((other) => !rivals.includes(other));
      kept.push({ transition, domain });
    }
  }
  return kept.map(({ transition }) => transition);
}

/** Domains hold each other or are apart; where one holds the other, both leave what is active in the inner one. */
function overlap(one: StateNode | null, other: StateNode | null): boolean {
  if (one === null || other === null) return false;
  return one === other || isInside(one, other) || isInside(other, one);
}

/** The domain of a transition now; null for a targetless one. Targets that are history states depend on what was recorded. */
export function domainIn(run: Run, transition: Transition): StateNode | null {
  if (transition.domain !== null || transition.targets.length === 0) return transition.domain;
  const targets = transition.targets.flatMap((target) => (isHistory(target) ? historyTargets(run, target) : [target]));
  return domainOf(transition.source, targets, transition.internal);
}
