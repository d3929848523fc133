import type { ParsedExpression, Value, ValueMap } from '@parley/expression';
import type { Limits } from './core-format.ts';
import type { Descriptors } from './descriptor.ts';
import type { Location } from './location.ts';
import type { Measure } from './measure.ts';

export type StateKind = 'atomic' | 'compound' | 'parallel' | 'final' | 'shallow' | 'deep';

/**
 * A compiled state. States are numbered in document order, so that the descendants of one are exactly the numbers
 * `order + 1 … last`: every question about ancestors is two comparisons.
 */
export interface StateNode {
  readonly id: string;
  readonly order: number;
  readonly last: number;
  readonly kind: StateKind;
  readonly parent: StateNode | null;
  /** Proper children without history states. */
  readonly children: readonly StateNode[];
  readonly histories: readonly StateNode[];
  /** Compound: its default entry. History: its default. */
  readonly initial: Arrival | null;
  readonly entry: readonly Block[];
  readonly exit: readonly Block[];
  /** Data that get their values when the state is entered for the first time. */
  readonly late: readonly Datum[] | null;
  readonly eventful: readonly Transition[];
  readonly eventless: readonly Transition[];
  /** It or a state around it has eventless transitions. */
  readonly isRestless: boolean;
  readonly timers: readonly AfterTimer[];
  readonly invokes: readonly Invoke[];
  readonly deferral: Deferral | null;
  readonly donedata: DoneData | null;
  readonly at: string;
}

export interface Arrival {
  readonly targets: readonly StateNode[];
  readonly block: Block | null;
}

/** States to enter, in document order, with the actions that default entries add. */
export interface EntryPlan {
  readonly states: readonly StateNode[];
  readonly initialBlocks: ReadonlyMap<StateNode, Block>;
  readonly historyBlocks: ReadonlyMap<StateNode, Block>;
}

export interface Transition {
  readonly source: StateNode;
  readonly events: readonly number[];
  readonly cond: Expression | null;
  readonly targets: readonly StateNode[];
  readonly internal: boolean;
  /** The state whose inside is left and entered; null without targets, or if it depends on recorded history. */
  readonly domain: StateNode | null;
  /** Undefined until somebody asks `planOf`. */
  plan: EntryPlan | null | undefined;
  readonly block: Block | null;
  readonly at: string;
}

/** Transitions of equal delay: one timer, tried in order. */
export interface AfterTimer {
  readonly delayMs: number;
  readonly event: string;
  readonly transitions: readonly Transition[];
}

export interface Invoke {
  /** Null: made when it begins. */
  readonly id: string | null;
  readonly idLocation: Location | null;
  /** Its place among the invokes of its state. */
  readonly index: number;
  readonly work: Work;
  readonly input: Fields;
  readonly namelist: readonly Location[];
  readonly config: Value;
  readonly finalize: Block | null;
  readonly autoforward: boolean;
  readonly at: string;
}

/** What an invoke begins: work outside, or a child machine. */
export type Work =
  | { readonly kind: 'outside'; readonly src: Text }
  | { readonly kind: 'child'; readonly child: Program | Expression; readonly type: Text | null };

/** A machine as a child: its tables may be that of a machine which holds the invoke itself. */
export class Program {
  readonly id: string;
  #tables: Tables | null = null;

  constructor(id: string) {
    this.id = id;
  }

  get tables(): Tables {
    if (this.#tables === null) throw new Error(`The machine '${this.id}' is not linked yet.`);
    return this.#tables;
  }

  link(tables: Tables): void {
    this.#tables = tables;
  }
}

/** A text as written, or computed. */
export type Text = string | Expression;

/** A datum that gets its value at run time. */
export interface Datum {
  readonly id: string;
  readonly value: Value;
  /** Instead of `value`. */
  readonly expression: Expression | null;
  readonly at: string;
}

export interface Deferral {
  readonly defer: readonly number[];
  readonly interrupt: readonly number[];
}

/** One value, computed or as written. */
export type Content = Expression | { readonly value: Value };

export interface DoneData {
  readonly content: Content | null;
  readonly params: Fields;
  readonly at: string;
}

export interface Expression {
  readonly parsed: ParsedExpression;
  readonly source: string;
  /** Why it cannot be read, where faults show at run time: it fails whenever it is evaluated. */
  readonly unreadable?: string;
}

export type Fields = readonly { readonly name: string; readonly expression: Expression }[];

/** Actions that run together: an error ends the block, not its neighbours. */
export type Block = readonly Action[];

export type Action =
  | { readonly op: 'raise'; readonly event: string; readonly data: Fields | null; readonly at: string }
  | { readonly op: 'assign'; readonly location: Location; readonly expression: Expression; readonly at: string }
  | { readonly op: 'unset'; readonly location: Location; readonly at: string }
  | { readonly op: 'if'; readonly branches: readonly Branch[]; readonly at: string }
  | ForeachAction
  | SendAction
  | { readonly op: 'cancel'; readonly sendid: Text; readonly at: string }
  /** Takes a value of the event's data over, if it has one of the location's text. */
  | { readonly op: 'adopt'; readonly location: Location; readonly at: string }
  /** What is known to fail whenever it is reached. */
  | { readonly op: 'fail'; readonly code: string; readonly message: string; readonly at: string }
  | { readonly op: 'log'; readonly label: string; readonly expression: Expression | null; readonly at: string }
  | EffectAction;

export interface Branch {
  readonly cond: Expression | null;
  readonly block: Block;
  readonly at: string;
}

export interface ForeachAction {
  readonly op: 'foreach';
  readonly list: Expression;
  readonly item: Location;
  readonly index: Location | null;
  readonly block: Block;
  readonly at: string;
}

export interface SendAction {
  readonly op: 'send';
  readonly event: Text | null;
  readonly target: Text | null;
  readonly type: Text | null;
  readonly id: string | null;
  readonly idLocation: Location | null;
  readonly delay: number | Expression;
  readonly params: Fields;
  readonly namelist: readonly Location[];
  readonly content: Content | null;
  readonly at: string;
}

export interface EffectAction {
  readonly op: 'effect';
  readonly type: string;
  readonly fields: Value;
  readonly capture: readonly Location[];
  readonly values: Fields;
  /** How large `fields` is. */
  readonly size: Measure;
  readonly at: string;
}

/** Everything a step reads; made once per machine, never changed. */
export interface Tables {
  readonly root: StateNode;
  readonly nodes: readonly StateNode[];
  readonly byId: ReadonlyMap<string, StateNode>;
  readonly descriptors: Descriptors;
  readonly data: ValueMap;
  /** Names of data that whoever starts the machine may give; null: all. */
  readonly givable: ReadonlySet<string> | null;
  /** Data computed at the start, in document order. */
  readonly early: readonly Datum[];
  /** Child machines by name, those of the machines around this one too. */
  readonly machines: ReadonlyMap<string, Program>;
  /** Types of Event I/O processors, besides SCXML's own, that the host serves. */
  readonly eventProcessors: readonly string[];
  readonly hasDeferral: boolean;
  readonly limits: Limits;
}

/** A compiled machine: opaque outside the kernel. */
export class Machine {
  readonly id: string;
  readonly limits: Limits;
  readonly #tables: Tables;
  #identity: string | (() => string);

  constructor(id: string, tables: Tables, identity: string | (() => string)) {
    this.id = id;
    this.limits = tables.limits;
    this.#tables = tables;
    this.#identity = identity;
  }

  /** Names this machine in its snapshots: sha-256 (hex) of its canonical core text, unless `compile` was given another. */
  get identity(): string {
    // Hashing costs as much as compiling, and a machine that is only checked never needs it.
    if (typeof this.#identity !== 'string') this.#identity = this.#identity();
    return this.#identity;
  }

  static tablesOf(machine: Machine): Tables {
    return machine.#tables;
  }
}

export function isInside(node: StateNode, ancestor: StateNode): boolean {
  return node.order > ancestor.order && node.order <= ancestor.last;
}

export function isHistory(node: StateNode): boolean {
  return node.kind === 'shallow' || node.kind === 'deep';
}
