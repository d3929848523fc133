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
import { planEntry } from './entry-plan.ts';
import type { Findings } from './findings.ts';
import { ActionLinker } from './link-actions.ts';
import { linkData } from './link-data.ts';
import { ExpressionLinker } from './link-expressions.ts';
import { linkInvoke } from './link-invoke.ts';
import type { InvokeWorld } from './link-invoke.ts';
import { isHistory, isInside } from './machine.ts';
import type { AfterTimer, Arrival, Deferral, Invoke, StateNode, Tables, Transition } from './machine.ts';
import type { Draft, Outline } from './outline.ts';
import { packed } from './own.ts';
import { areLegalTogether, domainOf } from './targets.ts';

export interface LinkOptions extends Omit<InvokeWorld, 'actions'> {
  readonly base: string;
  readonly limits: Limits;
  readonly findings: Findings;
  readonly faults: 'load' | 'run';
  readonly eventProcessors: readonly string[];
}

/** Resolves targets, events, expressions and actions, and checks each rule about them. */
export function linkMachine(core: CoreMachine, outline: Outline, options: LinkOptions): Tables {
  const { findings, limits, machines, eventProcessors, base } = options;
  const linker = new Linker(outline, options);
  linker.linkRoot(core, base);
  for (const [node, state] of outline.sources) {
    if (findings.isFull) break;
    linker.linkState(node, state);
  }
  linker.markRestless();
  if (findings.problems.length === 0) linker.planEntries();
  return {
    root: outline.root,
    nodes: outline.nodes,
    byId: outline.byId,
    descriptors: outline.descriptors,
    ...linkData(core, base, outline, linker.expressions),
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
  private readonly transitions: { -readonly [K in keyof Transition]: Transition[K] }[] = [];

  constructor(outline: Outline, { findings, faults, limits, machines, program }: LinkOptions) {
    this.outline = outline;
    this.findings = findings;
    this.expressions = new ExpressionLinker(findings, faults);
    this.actions = new ActionLinker(this.expressions, limits);
    this.world = { actions: this.actions, machines, program };
  }

  linkRoot(core: CoreMachine, base: string): void {
    const { root } = this.outline;
    root.initial = this.arrival(root, core.initial, `${base}/initial`, root.children[0]);
    this.linkTransitions(root, core.transitions ?? []);
  }

  linkState(node: Draft, state: CoreState): void {
    const spot = this.findings.spot(state, 'initial');
    if (node.kind === 'compound') node.initial = this.arrival(node, state.initial, spot, node.children[0]);
    if (isHistory(node)) node.initial = this.historyDefault(node, state, spot);
    node.entry = this.actions.blocks(state.entry);
    node.exit = this.actions.blocks(state.exit);
    this.linkTransitions(node, state.transitions ?? []);
    node.timers = this.timers(node, state.after ?? []);
    node.invokes = packed((state.invoke ?? []).map((invoke, index) => this.invoke(invoke, index)));
    node.deferral = this.deferral(state);
    if (state.donedata !== undefined) node.donedata = this.actions.doneData(state.donedata);
  }

  /** In document order, so that what is around a state is known before it. */
  markRestless(): void {
    for (const node of this.outline.nodes) {
      node.isRestless = node.eventless.length > 0 || node.parent?.isRestless === true;
    }
  }

  planEntries(): void {
    for (const transition of this.transitions) {
      if (transition.domain !== null) transition.plan = planEntry(transition.targets, transition.domain);
    }
  }

  private arrival(
    node: Draft,
    initial: CoreState['initial'],
    pointer: string,
    fallback: StateNode | undefined,
  ): Arrival | null {
    if (initial === undefined) return fallback === undefined ? null : { targets: [fallback], block: null };
    const written: CoreInitial = isInitial(initial) ? initial : { target: initial };
    const targets = this.targets(written.target, pointer);
    for (const target of targets) {
      if (isInside(target, node)) continue;
      const message = `'${target.id}' is not inside '${node.id}'.`;
      this.findings.add(pointer, 'initial-outside', message, 'Name a state inside.');
    }
    this.checkTogether(targets, pointer);
    return { targets, block: this.actions.block(written.do) };
  }

  private historyDefault(node: Draft, state: CoreState, pointer: string): Arrival | null {
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
    const arrival = this.arrival(parent, state.initial, pointer, undefined);
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

  private linkTransitions(node: Draft, written: readonly CoreTransition[]): void {
    const all = written.map((one) => this.transition(node, one));
    node.eventful = packed(all.filter((_, index) => written[index]?.event !== undefined));
    node.eventless = packed(all.filter((_, index) => written[index]?.event === undefined));
    for (const one of written) {
      if (one.event === undefined && one.cond === undefined && one.target === undefined) {
        const message = 'A transition needs an event, a condition or a target.';
        this.findings.add(one.at ?? '', 'transition-empty', message, 'Without any it would run for ever.');
      }
    }
  }

  private transition(source: Draft, written: CoreTransition): Transition {
    const spot = this.findings.spot(written, 'target');
    const targets = written.target === undefined ? NO_STATES : this.targets(written.target, spot);
    this.checkTogether(targets, spot);
    const internal = written.internal === true;
    const transition = {
      source,
      events:
        written.event === undefined ? NO_EVENTS : this.descriptors(written.event, this.findings.spot(written, 'event')),
      cond: this.expressions.optional(written, 'cond'),
      targets,
      internal,
      domain: targets.length === 0 || targets.some(isHistory) ? null : domainOf(source, targets, internal),
      plan: null,
      block: this.actions.block(written.do),
      at: written.at ?? '',
    };
    this.transitions.push(transition);
    return transition;
  }

  private timers(node: Draft, written: readonly CoreAfter[]): readonly AfterTimer[] {
    if (written.length === 0) return NO_TIMERS;
    const byDelay = new Map<number, Transition[]>();
    for (const one of written) {
      if (one.event !== undefined) {
        const spot = this.findings.spot(one, 'event');
        this.findings.add(spot, 'key-misplaced', "An 'after' entry has no event.", "Remove 'event'.");
      }
      const group = byDelay.get(one.delayMs) ?? [];
      group.push(this.transition(node, one));
      byDelay.set(one.delayMs, group);
    }
    return [...byDelay].map(([delayMs, transitions]) => ({
      delayMs,
      event: `after.${delayMs}.${node.id}`,
      transitions: packed(transitions),
    }));
  }

  private invoke(written: CoreInvoke, index: number): Invoke {
    if (written.id !== undefined && this.invokeIds.has(written.id)) {
      const message = `The invoke id '${written.id}' is used twice.`;
      this.findings.add(written.at ?? '', 'invoke-duplicate', message, 'Give every invoke an id of its own.');
    }
    if (written.id !== undefined) this.invokeIds.add(written.id);
    return linkInvoke(this.world, written, index);
  }

  private deferral(state: CoreState): Deferral | null {
    if (state.interrupt !== undefined && state.defer === undefined) {
      const spot = this.findings.spot(state, 'interrupt');
      this.findings.add(spot, 'interrupt-without-defer', "'interrupt' means nothing without 'defer'.", "Add 'defer'.");
    }
    if (state.defer === undefined) return null;
    return {
      defer: this.descriptors(state.defer, this.findings.spot(state, 'defer')),
      interrupt: this.descriptors(state.interrupt ?? [], this.findings.spot(state, 'interrupt')),
    };
  }

  private descriptors(written: string | readonly string[], pointer: string): readonly number[] {
    const all = typeof written === 'string' ? [written] : written;
    for (const descriptor of all) {
      if (isDescriptor(descriptor)) continue;
      const message = `'${descriptor}' is no event descriptor.`;
      this.findings.add(pointer, 'descriptor-malformed', message, "Use a name, 'a.b.*' or '*'; several are a list.");
    }
    return all.map((descriptor) => this.outline.descriptors.intern(descriptor));
  }

  private targets(written: string | readonly string[], pointer: string): readonly StateNode[] {
    const ids = typeof written === 'string' ? [written] : written;
    if (ids.length === 0) this.findings.add(pointer, 'target-missing', 'No target is named.', 'Name a state.');
    if (typeof written === 'string') {
      const only = this.outline.byId.get(written);
      if (only !== undefined) return [only];
    }
    const found: StateNode[] = [];
    for (const id of ids) {
      const node = this.outline.byId.get(id);
      if (node !== undefined) found.push(node);
      else
        this.findings.add(pointer, 'target-missing', `There is no state '${id}'.`, 'Correct the id, or add the state.');
    }
    return found;
  }

  private checkTogether(targets: readonly StateNode[], pointer: string): void {
    if (targets.length < 2 || areLegalTogether(targets)) return;
    const [first, second, ...others] = targets.map(({ id }) => `'${id}'`);
    const more = others.length > 0 ? ` and ${others.length} more` : '';
    const message = `${first} and ${second}${more} cannot be active together.`;
    this.findings.add(
      pointer,
      'targets-illegal',
      message,
      'Several targets must lie in different regions of one parallel state.',
    );
  }
}

const NO_STATES: readonly StateNode[] = [];
const NO_EVENTS: readonly number[] = [];
const NO_TIMERS: readonly AfterTimer[] = [];

function isInitial(initial: string | readonly string[] | CoreInitial): initial is CoreInitial {
  return typeof initial === 'object' && 'target' in initial;
}
