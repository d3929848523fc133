import type { Value } from '@parley/expression';

/** CEL source text, see libs/domain/expression. */
export type ExpressionText = string;

/**
 * The core: W3C SCXML's element tree as JSON, plus `defer`, `after` and `invoke` of outside work. Every `states` is an
 * array because document order is semantics. `at` is the JSON pointer in the author's own text; absent, the pointer in
 * this text is used.
 */
export interface CoreMachine {
  readonly schema: 'core/1';
  readonly id: string;
  /** Absent: the first state. */
  readonly initial?: string | readonly string[] | CoreInitial;
  /** The data model: one root name each (`vars`, `slots`, …). */
  readonly data?: readonly CoreDatum[];
  /** When the data of states get their values: all at the start (`early`, the default), or at the first entry of their state. */
  readonly binding?: 'early' | 'late';
  readonly states: readonly CoreState[];
  readonly transitions?: readonly CoreTransition[];
  /** Child machines by name, for `invoke` of this machine and of the machines inside it. */
  readonly machines?: Readonly<Record<string, CoreMachine>>;
  /**
   * What becomes of expressions and locations that cannot be read: refused with the text (`load`, the default), or
   * `error.execution` whenever one is reached (`run`), as W3C allows as well.
   */
  readonly faults?: 'load' | 'run';
  readonly limits?: Partial<Limits>;
}

/** `value` as it stands, or `expr` computed when the datum is bound; neither: null. A failing `expr` is null and `error.execution`. */
export interface CoreDatum {
  readonly id: string;
  readonly value?: Value;
  readonly expr?: ExpressionText;
  readonly at?: string;
}

/**
 * Actions in blocks: a list inside is a block of its own, actions side by side are one. An error ends its block, not the
 * next (W3C: several `onentry` in one state).
 */
export type CoreBlocks = readonly (CoreAction | readonly CoreAction[])[];

/** One value: computed, or as it stands. */
export type CoreContent = ExpressionText | { readonly value: Value };

export interface CoreState {
  readonly id: string;
  /** Absent: compound if it has `states`, else atomic. */
  readonly type?: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  /** Of a history state; shallow by default. */
  readonly history?: 'shallow' | 'deep';
  /** Of a compound state: where it begins (absent: its first child). Of a history state: where it leads while nothing is recorded (required). */
  readonly initial?: string | readonly string[] | CoreInitial;
  readonly states?: readonly CoreState[];
  /** Data roots declared here; they are the machine's all the same. */
  readonly data?: readonly CoreDatum[];
  readonly entry?: CoreBlocks;
  readonly exit?: CoreBlocks;
  readonly transitions?: readonly CoreTransition[];
  readonly after?: readonly CoreAfter[];
  readonly invoke?: readonly CoreInvoke[];
  /** Event descriptors kept back, for the whole machine, while this state is active. */
  readonly defer?: readonly string[];
  /** Events that a `defer` of this state does not keep back. */
  readonly interrupt?: readonly string[];
  /** Of a final state: the data of its parent's `done.state` event. */
  readonly donedata?: CoreDoneData;
  readonly at?: string;
}

/** `initial` with actions: they run after the parent's `entry` and before the children's. */
export interface CoreInitial {
  readonly target: string | readonly string[];
  readonly do?: readonly CoreAction[];
  readonly at?: string;
}

/** `content`: one value; `params`: a map of values, without those that fail. Not both. */
export interface CoreDoneData {
  readonly content?: CoreContent;
  readonly params?: Readonly<Record<string, ExpressionText>>;
  readonly at?: string;
}

export interface CoreTransition {
  /** Event descriptors; absent = eventless. */
  readonly event?: string | readonly string[];
  readonly cond?: ExpressionText;
  readonly target?: string | readonly string[];
  /** W3C `type`; external by default. */
  readonly internal?: boolean;
  readonly do?: readonly CoreAction[];
  readonly at?: string;
}

/** A delayed eventless transition: its timer starts on entry; entries of equal delay are one timer, tried in order. */
export interface CoreAfter extends CoreTransition {
  readonly delayMs: number;
}

/**
 * Something that runs while its state is active; exactly one of `src`, `srcexpr`, `machine`, `machineexpr` says what.
 *
 * - `src`, `srcexpr`: work outside, asked for by an effect. Its result is `done.invoke.<id>`, `error.invoke.failed.<id>` or
 *   `error.invoke.unknown.<id>`.
 * - `machine`, `machineexpr`: a child machine that lives in this one's snapshot; its end is `done.invoke.<id>`.
 */
export interface CoreInvoke {
  /** Absent: made when it begins, `<id of the state>.<number>`. */
  readonly id?: string;
  /** Gets the id when it begins. */
  readonly idlocation?: string;
  readonly src?: string;
  readonly srcexpr?: ExpressionText;
  /** The child in place, or its name in `machines`. */
  readonly machine?: CoreMachine | string;
  /** Gives the name of a child in `machines`; `error.communication` where there is none. */
  readonly machineexpr?: ExpressionText;
  /** Of a child: must be one of W3C's names for SCXML (`scxml`, `http://www.w3.org/TR/scxml`), else `error.execution`. */
  readonly type?: string;
  readonly typeexpr?: ExpressionText;
  /** W3C `param`s. A child gets those that its own top-level data declare. */
  readonly input?: Readonly<Record<string, ExpressionText>>;
  /** Paths that are added to `input` under their own text. */
  readonly namelist?: readonly string[];
  /** Passed on to the effect as it stands (timeouts, retries, …). Of work outside only. */
  readonly config?: Value;
  /** Runs before an event that carries this id is offered to the transitions. Present and empty: takes over the paths of `namelist`. */
  readonly finalize?: readonly CoreAction[];
  /** Whether the child gets a copy of each external event. */
  readonly autoforward?: boolean;
  readonly at?: string;
}

export type CoreAction =
  | { readonly raise: string; readonly data?: Readonly<Record<string, ExpressionText>>; readonly at?: string }
  | { readonly assign: string; readonly expr: ExpressionText; readonly at?: string }
  | { readonly unset: string; readonly at?: string }
  | { readonly if: readonly CoreBranch[]; readonly at?: string }
  | CoreForeach
  | { readonly send: CoreSend; readonly at?: string }
  | { readonly cancel: CoreCancel; readonly at?: string }
  | { readonly log: string; readonly expr?: ExpressionText; readonly at?: string }
  | CoreEffect;

/** Runs `do` once for each item of a list, over a copy of it. `item` and `index` are data roots; what is no name is `error.execution`. */
export interface CoreForeach {
  readonly foreach: ExpressionText;
  readonly item: string;
  readonly index?: string;
  readonly do: readonly CoreAction[];
  readonly at?: string;
}

/**
 * W3C's `send`. Names as there: what ends in `expr` is computed when the action runs, and excludes its twin.
 *
 * `target`: absent or `#_scxml_<own session>` = this machine's own external queue, `#_internal`, `#_parent`,
 * `#_<id of an invoke>`, `#_scxml_<session>`. Any other text is `error.execution`, a session that is not there
 * `error.communication`.
 */
export interface CoreSend {
  readonly event?: string;
  readonly eventexpr?: ExpressionText;
  readonly target?: string;
  readonly targetexpr?: ExpressionText;
  /** Absent, `scxml` or `http://www.w3.org/TR/scxml/#SCXMLEventProcessor`; or a type that the host serves: an effect `send`. */
  readonly type?: string;
  readonly typeexpr?: ExpressionText;
  readonly id?: string;
  /** Gets an id that is made up. */
  readonly idlocation?: string;
  readonly delayMs?: number;
  /** A number of ms, or a text such as `1.5s` or `200ms`. */
  readonly delayexpr?: ExpressionText;
  readonly params?: Readonly<Record<string, ExpressionText>>;
  /** Paths whose values are added to `params` under their own text. */
  readonly namelist?: readonly string[];
  /** The data, instead of `params` and `namelist`. */
  readonly content?: CoreContent;
}

/** Takes back delayed sends of this session; nothing happens where there is none. One of the two. */
export interface CoreCancel {
  readonly sendid?: string;
  readonly sendidexpr?: ExpressionText;
}

export interface CoreBranch {
  /** Absent = else. */
  readonly cond?: ExpressionText;
  readonly do: readonly CoreAction[];
}

/** An effect handed out as data. `capture` lists rooted paths whose values travel with it (absent when unset). */
export interface CoreEffect {
  readonly effect: string;
  readonly fields?: Value;
  readonly capture?: readonly string[];
  readonly values?: Readonly<Record<string, ExpressionText>>;
  readonly at?: string;
}

/** The platform's limits; a machine may only lower them. Hit at load: a problem. Hit in a step: its outcome is `failed`. */
export interface Limits {
  /** The machine's text, UTF-8 bytes. */
  readonly textBytes: number;
  readonly states: number;
  /** Levels of states inside each other. */
  readonly depth: number;
  /** Children of parallel states, all together. */
  readonly regions: number;
  /** Transitions, `after` entries included. */
  readonly transitions: number;
  /** Microsteps and internal events of one macrostep; also timers fired in one step. */
  readonly microsteps: number;
  readonly internalQueue: number;
  /** Work of one macrostep: operations of expressions, states entered and left, transitions looked at, actions, values copied. */
  readonly fuel: number;
  readonly deferredEvents: number;
  readonly deferredBytes: number;
  /** The snapshot as JSON, bytes. */
  readonly snapshotBytes: number;
  readonly timers: number;
  /** Delayed sends that wait, those of child machines too. */
  readonly sends: number;
  /** Child machines that run, those inside each other too. */
  readonly children: number;
  readonly operations: number;
  /** Values handed out with the effects of one step, JSON bytes. */
  readonly effectBytes: number;
  /** Lists and maps inside each other in one value. */
  readonly valueDepth: number;
}
