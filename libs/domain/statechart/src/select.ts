import { matches } from './descriptor.ts';
import type { EventMatch } from './descriptor.ts';
import { holds } from './evaluate.ts';
import { isHistory, isInside } from './machine.ts';
import type { StateNode, Transition } from './machine.ts';
import type { Run } from './run.ts';
import { domainOf } from './targets.ts';

/** The enabled transitions of W3C's selectTransitions, conflicts removed. */
export function selectTransitions(run: Run, event: EventMatch): readonly Transition[] {
  return select(run, event, NONE);
}

/**
 * Eventless ones. A condition that fails here raises its error only once (`failed` remembers) until some transition is
 * taken: asked again with nothing changed it would fail again, for ever.
 */
export function selectEventless(run: Run, failed: Set<Transition>): readonly Transition[] {
  return select(run, null, failed);
}

/** The transition that a fired timer takes: the first of its entries whose condition holds. */
export function selectTimed(run: Run, transitions: readonly Transition[]): readonly Transition[] {
  const taken = transitions.find((transition) => isEnabled(run, transition, new Set()));
  return taken === undefined ? [] : [taken];
}

/** Stays empty: only eventless transitions are remembered. */
const NONE = new Set<Transition>();

function select(run: Run, event: EventMatch | null, failed: Set<Transition>): readonly Transition[] {
  const enabled: Transition[] = [];
  // A state that several atomic ones share is asked once: its answer is the same for each of them.
  let asked: Set<StateNode> | null = null;
  for (const leaf of run.active) {
    if (leaf.children.length > 0) continue;
    if (asked === null && leaf !== run.active.at(-1)) asked = new Set();
    for (let node: StateNode | null = leaf; node !== null && asked?.has(node) !== true; node = node.parent) {
      asked?.add(node);
      const taken = firstEnabled(run, node, event, failed);
      if (taken === null) continue;
      enabled.push(taken);
      break;
    }
  }
  return enabled.length < 2 ? enabled : withoutConflicts(run, enabled);
}

function firstEnabled(run: Run, node: StateNode, event: EventMatch | null, failed: Set<Transition>): Transition | null {
  run.spend(1, node.at);
  for (const transition of event === null ? node.eventless : node.eventful) {
    if (event !== null && !matches(transition.events, event)) continue;
    if (isEnabled(run, transition, failed)) return transition;
  }
  return null;
}

function isEnabled(run: Run, transition: Transition, failed: Set<Transition>): boolean {
  run.spend(1, transition.at);
  if (transition.cond === null) return true;
  const errors = run.queue.length;
  const place = { at: transition.at, state: transition.source.id };
  const isTrue = holds(run, transition.cond, place, !failed.has(transition));
  if (run.queue.length > errors && transition.events.length === 0) failed.add(transition);
  return isTrue;
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
  const targets = transition.targets.flatMap((target) => (isHistory(target) ? run.leadsTo(target) : [target]));
  return domainOf(transition.source, targets, transition.internal);
}
