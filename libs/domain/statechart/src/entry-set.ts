import { isHistory } from './machine.ts';
import type { Block, EntryPlan, StateNode } from './machine.ts';

/** How an entry set finds out what history states hold. */
export interface EntrySource {
  /** What a history state has recorded; undefined if nothing yet. */
  recorded(history: StateNode): readonly StateNode[] | undefined;
  /** Whether a state is active still, after the exits. */
  isActive(node: StateNode): boolean;
}

/** The states that a microstep enters (W3C's computeEntrySet), with the actions that default entries add. */
export class EntrySet implements EntryPlan {
  readonly states: StateNode[] = [];
  /** Actions of `initial`, for compound states entered by default. */
  readonly initialBlocks = new Map<StateNode, Block>();
  /** Actions of a history default, by the parent of the history state. */
  readonly historyBlocks = new Map<StateNode, Block>();
  private readonly entered = new Set<StateNode>();
  /** States with something inside them that is entered. */
  private readonly occupied = new Set<StateNode>();
  private readonly source: EntrySource;

  constructor(source: EntrySource) {
    this.source = source;
  }

  /** Adds the targets of one transition with all that enters with them, below its domain. */
  addTargets(targets: readonly StateNode[], domain: StateNode): void {
    for (const target of targets) this.addInside(target);
    for (const target of targets) {
      if (!isHistory(target)) this.addAncestors(target, domain);
      else for (const state of this.leadsTo(target)) this.addAncestors(state, domain);
    }
  }

  sort(): void {
    this.states.sort((one, other) => one.order - other.order);
  }

  /** W3C's addDescendantStatesToEnter. */
  private addInside(state: StateNode): void {
    if (isHistory(state)) this.addHistory(state);
    else if (this.add(state)) {
      if (state.kind === 'compound') this.addDefault(state);
      else if (state.kind === 'parallel') this.addRegions(state);
    }
  }

  private addHistory(history: StateNode): void {
    const { parent } = history;
    if (parent === null) return;
    const block = history.initial?.block ?? null;
    if (block !== null && this.source.recorded(history) === undefined) this.historyBlocks.set(parent, block);
    const targets = this.leadsTo(history);
    for (const target of targets) this.addInside(target);
    for (const target of targets) this.addAncestors(target, parent);
  }

  private addDefault(state: StateNode): void {
    if (state.initial === null) return;
    if (state.initial.block !== null) this.initialBlocks.set(state, state.initial.block);
    for (const target of state.initial.targets) this.addInside(target);
    for (const target of state.initial.targets) this.addAncestors(target, state);
  }

  private addRegions(state: StateNode): void {
    for (const region of state.children) {
      if (!this.entered.has(region) && !this.occupied.has(region)) this.addInside(region);
    }
  }

  /**
   * W3C's addAncestorStatesToEnter, which stops at what is still active: by the letter, deep history aimed at from inside
   * its parent enters the states between them a second time, and the first children of their other regions besides.
   */
  private addAncestors(state: StateNode, domain: StateNode): void {
    for (let ancestor = state.parent; ancestor !== null && ancestor !== domain; ancestor = ancestor.parent) {
      if (this.source.isActive(ancestor)) return;
      if (!this.add(ancestor)) continue;
      if (ancestor.kind === 'parallel') this.addRegions(ancestor);
    }
  }

  private leadsTo(history: StateNode): readonly StateNode[] {
    return this.source.recorded(history) ?? history.initial?.targets ?? [];
  }

  private add(state: StateNode): boolean {
    if (this.entered.has(state)) return false;
    this.entered.add(state);
    this.states.push(state);
    for (let above = state.parent; above !== null && !this.occupied.has(above); above = above.parent) {
      this.occupied.add(above);
    }
    return true;
  }
}
