import { matches } from './descriptor.ts';
import type { EventMatch } from './descriptor.ts';
import { holds } from './evaluate.ts';
import { isHistory, isInside } from './machine.ts';
import type { StateNode, Transition } from './machine.ts';
import type { Run } from './run.ts';
import { domainOf } from './targets.ts';

/** Eventless transitions whose condition failed since anything moved. */
export interface FailedConditions {
  transitions: Set<Transition> | null;
}

/** The enabled transitions of W3C's selectTransitions, conflicts removed. */
export function selectTransitions(run: Run, event: EventMatch): readonly Transition[] {
  return event.length === 0 ? NONE : select(run, event, null);
}

/**
 * Eventless ones. A condition that fails here raises its error only once (`failed` remembers) until some transition is
 * taken: asked again with nothing changed it would fail again, for ever.
 */
export function selectEventless(run: Run, failed: FailedConditions): readonly Transition[] {
  return select(run, null, failed);
}

/** The transition that a fired timer takes: the first of its entries whose condition holds. */
export function selectTimed(run: Run, transitions: readonly Transition[]): readonly Transition[] {
  const taken = transitions.find((transition) => isEnabled(run, transition, null));
  return taken === undefined ? [] : [taken];
}

const NONE: readonly Transition[] = [];

function select(run: Run, event: EventMatch | null, failed: FailedConditions | null): readonly Transition[] {
  let enabled: Transition[] | null = null;
  let climbs: Climbs | null = null;
  for (const leaf of run.active) {
    if (leaf.children.length > 0 || (event === null && !leaf.isRestless)) continue;
    const taken = climb(run, leaf, (climbs ??= []), event, failed);
    if (taken === null) continue;
    if (enabled === null) enabled = [taken];
    else enabled.push(taken);
  }
  if (enabled === null) return NONE;
  return enabled.length < 2 || areApart(run, enabled) ? enabled : withoutConflicts(run, enabled);
}

/** Asks a leaf and the states around it, innermost first; those that another leaf has asked have nothing to add. */
function climb(
  run: Run,
  leaf: StateNode,
  climbs: Climbs,
  event: EventMatch | null,
  failed: FailedConditions | null,
): Transition | null {
  let taken: Transition | null = null;
  let top = leaf.order;
  for (let node: StateNode | null = leaf; node !== null && taken === null; node = node.parent) {
    const asked = topAsked(climbs, node);
    top = asked ?? node.order;
    if (asked !== null) break;
    taken = firstEnabled(run, node, event, failed);
  }
  climbs.push(leaf.order, top);
  return taken;
}

/** For each leaf so far two numbers: its own, and that of the outermost state that was asked for it. */
type Climbs = number[];

/**
 * If an earlier leaf inside `node` climbed as far as it: how far. Earlier leaves inside are those numbered higher than
 * `node`; they stand last in the list.
 */
function topAsked(climbs: Climbs, node: StateNode): number | null {
  for (let index = climbs.length - 2; index >= 0; index -= 2) {
    const leaf = climbs[index] ?? 0;
    const top = climbs[index + 1] ?? 0;
    if (leaf < node.order) return null;
    if (top <= node.order) return top;
  }
  return null;
}

function firstEnabled(
  run: Run,
  node: StateNode,
  event: EventMatch | null,
  failed: FailedConditions | null,
): Transition | null {
  run.spend(1, node.at);
  for (const transition of event === null ? node.eventless : node.eventful) {
    if (event !== null && !matches(transition.events, event)) continue;
    if (isEnabled(run, transition, failed)) return transition;
  }
  return null;
}

function isEnabled(run: Run, transition: Transition, failed: FailedConditions | null): boolean {
  run.spend(1, transition.at);
  if (transition.cond === null) return true;
  const isKnown = failed?.transitions?.has(transition) === true;
  const errors = run.queue.length;
  const isTrue = holds(run, transition.cond, transition.at, transition.source.id, !isKnown);
  if (failed !== null && run.queue.length > errors) (failed.transitions ??= new Set()).add(transition);
  return isTrue;
}

/** The common case, seen at a glance: each domain begins after the one before has ended. */
function areApart(run: Run, enabled: readonly Transition[]): boolean {
  let reached = -1;
  for (const transition of enabled) {
    const domain = domainIn(run, transition);
    if (domain === null) continue;
    if (domain.order <= reached) return false;
    reached = domain.last;
  }
  return true;
}

/** W3C's removeConflictingTransitions: of two that leave the same state the inner one wins, then the one found first. */
function withoutConflicts(run: Run, enabled: readonly Transition[]): readonly Transition[] {
  let kept: { readonly transition: Transition; readonly domain: StateNode | null }[] = [];
  for (const transition of enabled) {
    const domain = domainIn(run, transition);
    run.spend(1 + (kept.length >> 4), transition.at);
    const rivals = kept.filter((other) => overlap(domain, other.domain));
    if (rivals.every((rival) => isInside(transition.source, rival.transition.source))) {
      kept = kept.filter((other) => !rivals.includes(other));
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
  const targets: StateNode[] = [];
  for (const target of transition.targets) {
    if (isHistory(target)) targets.push(...run.leadsTo(target));
    else targets.push(target);
  }
  return domainOf(transition.source, targets, transition.internal);
}
