import { runBlock } from './block.ts';
import type { World } from './block.ts';
import { computeEntrySet, defaultTransition } from './appendix-d-entry.ts';
import {
  computeExitSet,
  effectiveTargets,
  selectEventless,
  selectTransitions,
  transitionDomain,
} from './appendix-d-select.ts';
import type { Chosen, Configuration, Selecting } from './appendix-d-select.ts';
import { GaveUp } from './interpreter.ts';
import type { Interpreter, Player } from './interpreter.ts';
import type { Plan, PlanAction } from './plan.ts';
import { isAtomic, isDescendant, isHistory, realChildren, targetsOf, treeOf } from './tree.ts';
import type { Node, Tree } from './tree.ts';

/**
 * W3C SCXML, Appendix D, written down once more: sets and lists as they stand there, nothing precomputed, nothing shared
 * with the kernel. Slow and plain, so that it can be held against the recommendation line by line. In one place it is read
 * otherwise: a state that is still active is not entered again (rule `double-entry` says when that would happen).
 */
export const appendixD: Interpreter & { start(plan: Plan): AppendixD } = {
  name: 'appendix-d',
  start: (plan) => new AppendixD(plan),
};

/** A transition with where it led when it was chosen. */
export interface Judged extends Chosen {
  readonly targets: readonly Node[];
  /** As written: a history state stands for itself. */
  readonly firstTarget: Node | null;
  readonly domain: Node | null;
}

/** What one microstep did; rules about known divergences look at it. */
export interface Microstep {
  /** Before and after conflicts were removed. */
  readonly enabled: readonly Judged[];
  readonly taken: readonly Chosen[];
  readonly exited: readonly Node[];
  readonly entered: readonly Node[];
  /** Still active, and to be entered again by the letter. */
  readonly stillActive: ReadonlySet<Node>;
  readonly defaultEntries: ReadonlySet<Node>;
  /** Names of the events raised, in order. */
  readonly raised: readonly string[];
}

const MOST_MICROSTEPS = 2_000;

export class AppendixD implements Player, World {
  n = 0;
  readonly tree: Tree;
  /** Microsteps since the machine began. */
  readonly microsteps: Microstep[] = [];
  readonly historyValue = new Map<Node, readonly Node[]>();
  private readonly active: Configuration = new Set();
  private queue: string[] = [];
  private running = true;
  private lines: string[] = [];
  private raised: string[] = [];
  private event: string | null = null;

  constructor(plan: Plan) {
    this.tree = treeOf(plan);
    const { root } = this.tree;
    const first: Chosen = { source: root, transition: defaultTransition(this.tree, root), descends: true };
    this.microstep([first], [first]);
    this.macrostep();
  }

  get configuration(): readonly string[] {
    return [...this.active]
      .filter(isAtomic)
      .map(({ id }) => id)
      .sort();
  }

  get isDone(): boolean {
    return !this.running;
  }

  takeLog(): readonly string[] {
    const { lines } = this;
    this.lines = [];
    return lines;
  }

  send(event: string): void {
    this.event = event;
    const { enabled, taken } = selectTransitions(this.selecting(), event);
    if (taken.length > 0) this.microstep(enabled, taken);
    this.macrostep();
  }

  log(line: string): void {
    this.lines.push(line);
  }

  raise(event: string): void {
    this.queue.push(event);
    this.raised.push(event);
  }

  /** mainEventLoop, as far as the end of a macrostep. */
  private macrostep(): void {
    for (let count = 0; this.running; count++) {
      if (count > MOST_MICROSTEPS) throw new GaveUp('it does not come to rest');
      let { enabled, taken } = selectEventless(this.selecting());
      if (taken.length === 0) {
        const next = this.queue.shift();
        if (next === undefined) return;
        this.event = next;
        ({ enabled, taken } = selectTransitions(this.selecting(), next));
      }
      if (taken.length > 0) this.microstep(enabled, taken);
    }
    this.exitInterpreter();
  }

  private microstep(enabled: readonly Chosen[], taken: readonly Chosen[]): void {
    this.raised = [];
    const judged = enabled.map((chosen) => this.judged(chosen));
    const exited = this.exitStates(taken);
    for (const { transition } of taken) this.run(transition.actions);
    const entry = this.enterStates(taken);
    this.microsteps.push({ enabled: judged, taken, exited, ...entry, raised: this.raised });
  }

  private judged(chosen: Chosen): Judged {
    const selecting = this.selecting();
    const targets = effectiveTargets(selecting, chosen.transition);
    const firstTarget = targetsOf(this.tree, chosen.transition)[0] ?? null;
    return {
      ...chosen,
      targets,
      firstTarget,
      domain: targets.length === 0 ? null : transitionDomain(selecting, chosen),
    };
  }

  private exitStates(taken: readonly Chosen[]): readonly Node[] {
    const leaving = [...computeExitSet(this.selecting(), taken)].sort(byOrder).reverse();
    for (const node of leaving) {
      for (const history of node.children.filter(isHistory)) {
        const isKept = (other: Node): boolean =>
          history.state.kind === 'deep' ? isAtomic(other) && isDescendant(other, node) : other.parent === node;
        this.historyValue.set(history, [...this.active].filter(isKept));
      }
    }
    for (const node of leaving) {
      this.run(node.state.exit);
      this.active.delete(node);
    }
    return leaving;
  }

  private enterStates(taken: readonly Chosen[]): Pick<Microstep, 'entered' | 'stillActive' | 'defaultEntries'> {
    const entry = computeEntrySet(this.selecting(), taken);
    const entered = [...entry.states].sort(byOrder);
    for (const node of entered) {
      this.active.add(node);
      this.run(node.state.entry);
      if (entry.defaultEntries.has(node)) this.run(node.state.initial?.actions ?? []);
      this.run(entry.historyContent.get(node) ?? []);
      if (node.state.kind === 'final') this.announce(node);
    }
    return { entered, stillActive: entry.stillActive, defaultEntries: entry.defaultEntries };
  }

  private announce({ parent }: Node): void {
    if (parent === null || parent === this.tree.root) {
      this.running = false;
      return;
    }
    this.raise(`done.state.${parent.id}`);
    const around = parent.parent;
    if (around?.state.kind !== 'parallel') return;
    if (realChildren(around).every((region) => this.isInFinalState(region))) this.raise(`done.state.${around.id}`);
  }

  private isInFinalState(node: Node): boolean {
    if (node.state.kind === 'compound')
      return realChildren(node).some((child) => child.state.kind === 'final' && this.active.has(child));
    return node.state.kind === 'parallel' && realChildren(node).every((region) => this.isInFinalState(region));
  }

  private exitInterpreter(): void {
    for (const node of [...this.active].sort(byOrder).reverse()) this.run(node.state.exit);
  }

  private run(actions: readonly PlanAction[]): void {
    if (actions.length > 0) runBlock(actions, this.event, this);
  }

  private selecting(): Selecting {
    const { tree, active, historyValue, n } = this;
    return { tree, active, historyValue, n };
  }
}

function byOrder(one: Node, other: Node): number {
  return one.order - other.order;
}
