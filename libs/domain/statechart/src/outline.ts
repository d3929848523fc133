import type { CoreMachine, CoreState, Limits } from './core-format.ts';
import { Descriptors } from './descriptor.ts';
import type { Findings } from './findings.ts';
import type { StateKind, StateNode } from './machine.ts';
import { Place } from './place.ts';

/** A state under construction: the links are filled in once all states are known. */
export type Draft = { -readonly [K in keyof StateNode]: StateNode[K] } & {
  parent: Draft | null;
  children: Draft[];
  histories: Draft[];
};

export interface Outline {
  readonly root: Draft;
  /** Document order; the root first. */
  readonly nodes: readonly Draft[];
  readonly byId: ReadonlyMap<string, Draft>;
  readonly sources: readonly Source[];
  readonly descriptors: Descriptors;
}

/** A state as it was written, and where. */
export interface Source {
  readonly node: Draft;
  readonly state: CoreState;
  readonly place: Place;
}

/** What is limited for a machine and its child machines together. */
export interface Totals {
  states: number;
  regions: number;
  transitions: number;
}

/** Numbers the states in document order and checks what a state may be and hold. */
export function outlineMachine(
  core: CoreMachine,
  limits: Limits,
  findings: Findings,
  { place, totals }: { readonly place: Place; readonly totals: Totals },
): Outline {
  const outliner = new Outliner(limits, findings);
  outliner.addChildren(outliner.root, core.states, place, 1);
  outliner.transitions += core.transitions?.length ?? 0;
  outliner.checkTotals(totals, place.spot('states'));
  if (outliner.root.children.length === 0) {
    findings.add(place.spot('states'), 'states-missing', 'A machine needs at least one state.', 'Add a state.');
  }
  return outliner;
}

class Outliner implements Outline {
  readonly root = draft('', 0, 'compound', null, '');
  readonly nodes: Draft[] = [this.root];
  readonly byId = new Map<string, Draft>();
  readonly sources: Source[] = [];
  readonly descriptors = new Descriptors();
  private readonly limits: Limits;
  private readonly findings: Findings;
  transitions = 0;
  private regions = 0;

  constructor(limits: Limits, findings: Findings) {
    this.limits = limits;
    this.findings = findings;
  }

  addChildren(parent: Draft, states: readonly CoreState[], around: Place, depth: number): void {
    for (let index = 0; index < states.length; index++) {
      const state = states[index];
      if (state !== undefined)
        this.addState(parent, state, Place.of(state, around.item('states', index), this.findings), depth);
    }
    parent.last = this.nodes.length - 1;
    // Without the room that a growing list keeps.
    const children: readonly Draft[] = parent.children;
    if (children.length > 1) parent.children = children.slice();
    if (parent.kind === 'parallel') this.regions += parent.children.length;
  }

  checkTotals(totals: Totals, pointer: string): void {
    totals.states += this.nodes.length - 1;
    totals.regions += this.regions;
    totals.transitions += this.transitions;
    for (const kind of ['states', 'regions', 'transitions'] as const) {
      const count = totals[kind];
      const most = this.limits[kind];
      if (count <= most) continue;
      this.findings.add(pointer, `limit-${kind}`, `The machine has ${count} ${kind}; ${most} are allowed.`);
    }
  }

  private addState(parent: Draft, state: CoreState, place: Place, depth: number): void {
    const { at } = place;
    const node = draft(state.id, this.nodes.length, kindOf(state), parent, at);
    this.nodes.push(node);
    this.sources.push({ node, state, place });
    this.transitions += (state.transitions?.length ?? 0) + (state.after?.length ?? 0);
    this.register(node);
    if (node.kind === 'shallow' || node.kind === 'deep') parent.histories = added(parent.histories, node);
    else parent.children = added(parent.children, node);
    if (depth === this.limits.depth + 1) {
      const message = `States nest deeper than ${this.limits.depth} levels.`;
      this.findings.add(at, 'limit-depth', message, 'Flatten the states.');
    }
    this.checkMembers(node, state, place);
    this.addChildren(node, state.states ?? NO_STATES, place, depth + 1);
    this.checkChildren(node, place);
  }

  private register(node: Draft): void {
    const other = this.byId.get(node.id);
    if (other === undefined) this.byId.set(node.id, node);
    else {
      const message = `The id '${node.id}' is also that of the state at ${other.at}.`;
      this.findings.add(node.at, 'id-duplicate', message, 'Give every state an id of its own.');
    }
  }

  private checkMembers(node: Draft, state: CoreState, place: Place): void {
    for (const key of FORBIDDEN[node.kind]) {
      const value = state[key];
      // An empty list, as converters write it, says nothing.
      if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
      const message = `${KIND_NAMES[node.kind]} cannot have '${key}'.`;
      this.findings.add(place.spot(key), 'key-misplaced', message, `Remove '${key}'.`);
    }
  }

  private checkChildren(node: Draft, place: Place): void {
    if (node.children.length > 0 || (node.kind !== 'compound' && node.kind !== 'parallel')) return;
    const message = `The ${node.kind} state '${node.id}' has no states inside.`;
    this.findings.add(place.spot('states'), 'states-missing', message, 'Add a state, or make it atomic.');
  }
}

function kindOf(state: CoreState): StateKind {
  if (state.type === 'history') return state.history ?? 'shallow';
  if (state.type !== undefined) return state.type;
  return (state.states ?? []).length > 0 ? 'compound' : 'atomic';
}

/** Shared by all that have none; nothing is added once a state is numbered. */
const NO_DRAFTS: Draft[] = [];
const NO_STATES: readonly CoreState[] = [];
const NOTHING: readonly never[] = [];

/** The list with one more; the shared one is never written to. */
function added(list: Draft[], node: Draft): Draft[] {
  if (list === NO_DRAFTS) return [node];
  list.push(node);
  return list;
}

type MemberKey = Exclude<keyof CoreState, 'id' | 'type' | 'at'>;

const ONLY_COMPOUND = ['initial'] as const;
const ONLY_HISTORY = ['history'] as const;
const ONLY_FINAL = ['donedata'] as const;
const LEAF = ['states'] as const;
const BEHAVIOUR = ['transitions', 'after', 'invoke', 'defer', 'interrupt'] as const;
const PSEUDO = [...LEAF, ...BEHAVIOUR, 'data', 'entry', 'exit', 'donedata'] as const;

const FORBIDDEN: Readonly<Record<StateKind, readonly MemberKey[]>> = {
  atomic: [...ONLY_COMPOUND, ...ONLY_HISTORY, ...ONLY_FINAL, ...LEAF],
  compound: [...ONLY_HISTORY, ...ONLY_FINAL],
  parallel: [...ONLY_COMPOUND, ...ONLY_HISTORY, ...ONLY_FINAL],
  final: [...ONLY_COMPOUND, ...ONLY_HISTORY, ...LEAF, ...BEHAVIOUR],
  shallow: PSEUDO,
  deep: PSEUDO,
};

const KIND_NAMES: Readonly<Record<StateKind, string>> = {
  atomic: 'An atomic state',
  compound: 'A compound state',
  parallel: 'A parallel state',
  final: 'A final state',
  shallow: 'A history state',
  deep: 'A history state',
};

function draft(id: string, order: number, kind: StateKind, parent: Draft | null, at: string): Draft {
  return {
    id,
    order,
    last: order,
    kind,
    parent,
    children: NO_DRAFTS,
    histories: NO_DRAFTS,
    initial: null,
    entry: NOTHING,
    exit: NOTHING,
    late: null,
    eventful: NOTHING,
    eventless: NOTHING,
    isRestless: false,
    timers: NOTHING,
    invokes: NOTHING,
    deferral: null,
    donedata: null,
    at,
  };
}
