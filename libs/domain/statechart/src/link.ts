import type {
  CoreAfter,
  CoreInitial,
  CoreInvoke,
  CoreMachine,
  CoreState,
  CoreTransition,
  Limits,
} from './core-format.ts';
import { isDescriptor } from './descriptor.ts';
import type { Findings } from './findings.ts';
import { ActionLinker } from './link-actions.ts';
import { linkData } from './link-data.ts';
import { ExpressionLinker } from './link-expressions.ts';
import { linkInvoke } from './link-invoke.ts';
import type { InvokeWorld } from './link-invoke.ts';
import { isHistory, isInside } from './machine.ts';
import type { AfterTimer, Arrival, Deferral, Invoke, StateNode, Tables, Transition } from './machine.ts';
import type { Draft, Outline, Source } from './outline.ts';
import { packed } from './own.ts';
import { Place } from './place.ts';
import { areLegalTogether, domainOf } from './targets.ts';

export interface LinkOptions extends Omit<InvokeWorld, 'actions'> {
  readonly place: Place;
  readonly limits: Limits;
  readonly findings: Findings;
  readonly faults: 'load' | 'run';
  readonly eventProcessors: readonly string[];
}

/** Resolves targets, events, expressions and actions, and checks each rule about them. */
export function linkMachine(core: CoreMachine, outline: Outline, options: LinkOptions): Tables {
  const { findings, limits, machines, eventProcessors, place: root } = options;
  const linker = new Linker(outline, options);
  linker.linkRoot(core, root);
  for (const source of outline.sources) {
    if (findings.isFull) break;
    linker.linkState(source);
  }
  linker.markRestless();
  return {
    root: outline.root,
    nodes: outline.nodes,
    byId: outline.byId,
    descriptors: outline.descriptors,
    ...linkData(core, root, outline, linker.expressions),
    machines,
    eventProcessors,
    hasDeferral: outline.nodes.some((node) => node.deferral !== null),
    limits,
  };
}

class Linker {
  readonly expressions: ExpressionLinker;
  private readonly outline: Outline;
  private readonly findings: Findings;
  private readonly actions: ActionLinker;
  private readonly world: InvokeWorld;
  private readonly invokeIds = new Set<string>();

  constructor(outline: Outline, { findings, faults, limits, machines, program }: LinkOptions) {
    this.outline = outline;
    this.findings = findings;
    this.expressions = new ExpressionLinker(findings, faults);
    this.actions = new ActionLinker(this.expressions, limits);
    this.world = { actions: this.actions, machines, program };
  }

  linkRoot(core: CoreMachine, place: Place): void {
    const { root } = this.outline;
    root.initial = this.arrival(root, core.initial, place, root.children[0]);
    this.linkTransitions(root, core.transitions, place);
  }

  linkState({ node, state, place }: Source): void {
    if (node.kind === 'compound') node.initial = this.arrival(node, state.initial, place, node.children[0]);
    if (isHistory(node)) node.initial = this.historyDefault(node, state, place);
    node.entry = this.actions.blocks(state.entry, place, 'entry');
    node.exit = this.actions.blocks(state.exit, place, 'exit');
    this.linkTransitions(node, state.transitions, place);
    if (state.after !== undefined) node.timers = this.timers(node, state.after, place);
    if (state.invoke !== undefined)
      node.invokes = packed(state.invoke.map((one, index) => this.invoke(one, index, place)));
    node.deferral = this.deferral(state, place);
    if (state.donedata !== undefined) {
      node.donedata = this.actions.doneData(state.donedata, place.inside('donedata'));
    }
  }

  /** In document order, so that what is around a state is known before it. */
  markRestless(): void {
    for (const node of this.outline.nodes) {
      node.isRestless = node.eventless.length > 0 || node.parent?.isRestless === true;
    }
  }

  private arrival(
    node: Draft,
    initial: CoreState['initial'],
    place: Place,
    fallback: StateNode | undefined,
  ): Arrival | null {
    if (initial === undefined) return fallback === undefined ? null : { targets: [fallback], block: null };
    const written: CoreInitial | null = isInitial(initial) ? initial : null;
    const targets = this.targets(isInitial(initial) ? initial.target : initial, place, 'initial');
    for (const target of targets) {
      if (isInside(target, node)) continue;
      const message = `'${target.id}' is not inside '${node.id}'.`;
      this.findings.add(place.spot('initial'), 'initial-outside', message, 'Name a state inside.');
    }
    this.checkTogether(targets, place, 'initial');
    if (written?.do === undefined) return { targets, block: null };
    const inside = Place.of(written, place.inside('initial'), this.findings);
    return { targets, block: this.actions.block(written.do, inside, 'do') };
  }

  private historyDefault(node: Draft, state: CoreState, place: Place): Arrival | null {
    const { parent } = node;
    if (state.initial === undefined || parent === null) {
      const message = `The history state '${node.id}' has no default.`;
      this.findings.add(
        node.at,
        'history-default-missing',
        message,
        "Add 'initial': where it leads at the first time.",
      );
      return null;
    }
    const arrival = this.arrival(parent, state.initial, place, undefined);
    const pointer = place.spot('initial');
    for (const target of arrival?.targets ?? []) {
      if (isHistory(target)) {
        this.findings.add(pointer, 'history-default-history', 'A history default cannot be a history state itself.');
      } else if (node.kind === 'shallow' && target.parent !== parent) {
        const message = `The default of a shallow history must be a child of '${parent.id}'.`;
        this.findings.add(pointer, 'history-default-deep', message, "Name a child, or make the history 'deep'.");
      }
    }
    return arrival;
  }

  private linkTransitions(node: Draft, written: readonly CoreTransition[] | undefined, place: Place): void {
    if (written === undefined || written.length === 0) return;
    const all = written.map((one, index) => this.transition(node, one, place.item('transitions', index)));
    let eventless = 0;
    for (const { events } of all) if (events === NO_EVENTS) eventless++;
    // Most states have the one kind only.
    if (eventless === 0) node.eventful = all;
    else if (eventless === all.length) node.eventless = all;
    else {
      node.eventful = packed(all.filter(({ events }) => events !== NO_EVENTS));
      node.eventless = packed(all.filter(({ events }) => events === NO_EVENTS));
    }
    if (eventless === 0) return;
    for (const { cond, targets, at } of node.eventless) {
      if (cond !== null || targets !== NO_TARGETS) continue;
      const message = 'A transition needs an event, a condition or a target.';
      this.findings.add(at, 'transition-empty', message, 'Without any it would run for ever.');
    }
  }

  private transition(source: Draft, written: CoreTransition, here: string): Transition {
    const place = Place.of(written, here, this.findings);
    const targets = written.target === undefined ? NO_TARGETS : this.targets(written.target, place, 'target');
    this.checkTogether(targets, place, 'target');
    const internal = written.internal === true;
    return {
      source,
      events: written.event === undefined ? NO_EVENTS : this.descriptors(written.event, place, 'event'),
      cond: this.expressions.optional(written.cond, place, 'cond'),
      targets,
      internal,
      domain: targets.length === 0 || targets.some(isHistory) ? null : domainOf(source, targets, internal),
      plan: undefined,
      block: this.actions.block(written.do, place, 'do'),
      at: place.at,
    };
  }

  private timers(node: Draft, written: readonly CoreAfter[], place: Place): readonly AfterTimer[] {
    if (written.length === 0) return NO_TIMERS;
    const byDelay = new Map<number, Transition[]>();
    for (const [index, one] of written.entries()) {
      const here = place.item('after', index);
      if (one.event !== undefined) {
        const spot = Place.of(one, here, this.findings).spot('event');
        this.findings.add(spot, 'key-misplaced', "An 'after' entry has no event.", "Remove 'event'.");
      }
      const group = byDelay.get(one.delayMs) ?? [];
      group.push(this.transition(node, one, here));
      byDelay.set(one.delayMs, group);
    }
    return [...byDelay].map(([delayMs, transitions]) => ({
      delayMs,
      event: `after.${delayMs}.${node.id}`,
      transitions: packed(transitions),
    }));
  }

  private invoke(written: CoreInvoke, index: number, around: Place): Invoke {
    const place = Place.of(written, around.item('invoke', index), this.findings);
    if (written.id !== undefined && this.invokeIds.has(written.id)) {
      const message = `The invoke id '${written.id}' is used twice.`;
      this.findings.add(place.at, 'invoke-duplicate', message, 'Give every invoke an id of its own.');
    }
    if (written.id !== undefined) this.invokeIds.add(written.id);
    return linkInvoke(this.world, written, index, place);
  }

  private deferral(state: CoreState, place: Place): Deferral | null {
    if (state.interrupt !== undefined && state.defer === undefined) {
      const message = "'interrupt' means nothing without 'defer'.";
      this.findings.add(place.spot('interrupt'), 'interrupt-without-defer', message, "Add 'defer'.");
    }
    if (state.defer === undefined) return null;
    return {
      defer: this.descriptors(state.defer, place, 'defer'),
      interrupt: this.descriptors(state.interrupt ?? [], place, 'interrupt'),
    };
  }

  private descriptors(written: string | readonly string[], place: Place, member: string): readonly number[] {
    if (typeof written === 'string') return this.outline.descriptors.listOf(this.descriptor(written, place, member));
    return written.map((one) => this.descriptor(one, place, member));
  }

  private descriptor(written: string, place: Place, member: string): number {
    const { descriptors } = this.outline;
    const known = descriptors.numberOf(written);
    if (known !== undefined) return known;
    if (isDescriptor(written)) return descriptors.intern(written);
    const message = `'${written}' is no event descriptor.`;
    const fix = "Use a name, 'a.b.*' or '*'; several are a list.";
    this.findings.add(place.spot(member), 'descriptor-malformed', message, fix);
    return NO_DESCRIPTOR;
  }

  private targets(written: string | readonly string[], place: Place, member: string): readonly StateNode[] {
    if (typeof written === 'string') {
      const only = this.target(written, place, member);
      return only === null ? NO_STATES : [only];
    }
    if (written.length === 0) {
      this.findings.add(place.spot(member), 'target-missing', 'No target is named.', 'Name a state.');
    }
    return packed(written.map((id) => this.target(id, place, member)).filter((node) => node !== null));
  }

  private target(id: string, place: Place, member: string): StateNode | null {
    const node = this.outline.byId.get(id);
    if (node !== undefined) return node;
    const message = `There is no state '${id}'.`;
    this.findings.add(place.spot(member), 'target-missing', message, 'Correct the id, or add the state.');
    return null;
  }

  private checkTogether(targets: readonly StateNode[], place: Place, member: string): void {
    if (targets.length < 2 || areLegalTogether(targets)) return;
    const [first, second, ...others] = targets.map(({ id }) => `'${id}'`);
    const more = others.length > 0 ? ` and ${others.length} more` : '';
    const message = `${first} and ${second}${more} cannot be active together.`;
    const fix = 'Several targets must lie in different regions of one parallel state.';
    this.findings.add(place.spot(member), 'targets-illegal', message, fix);
  }
}

const NO_STATES: readonly StateNode[] = [];
/** Of a transition without targets. */
const NO_TARGETS: readonly StateNode[] = [];
const NO_EVENTS: readonly number[] = [];
/** Of a machine that is refused. */
const NO_DESCRIPTOR = 0;
const NO_TIMERS: readonly AfterTimer[] = [];

function isInitial(initial: string | readonly string[] | CoreInitial): initial is CoreInitial {
  return typeof initial === 'object' && 'target' in initial;
}
