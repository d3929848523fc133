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
  readonly states: readonly CoreState[];
  readonly transitions?: readonly CoreTransition[];
  readonly limits?: Partial<Limits>;
}

export interface CoreDatum {
  readonly id: string;
  readonly value?: Value;
}

export interface CoreState {
  readonly id: string;
  /** Absent: compound if it has `states`, else atomic. */
  readonly type?: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  /** Of a history state; shallow by default. */
  readonly history?: 'shallow' | 'deep';
  /** Of a compound state: where it begins (absent: its first child). Of a history state: where it leads while nothing is recorded (required). */
  readonly initial?: string | readonly string[] | CoreInitial;
  readonly states?: readonly CoreState[];
  readonly entry?: readonly CoreAction[];
  readonly exit?: readonly CoreAction[];
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

/** `content`: one value; `params`: a map of values. Not both. */
export interface CoreDoneData {
  readonly content?: ExpressionText;
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

/** Work outside the machine. `id` names it in `done.invoke.<id>`, `error.invoke.failed.<id>`, `error.invoke.unknown.<id>`. */
export interface CoreInvoke {
  readonly id: string;
  readonly src: string;
  readonly input?: Readonly<Record<string, ExpressionText>>;
  /** Passed on to the effect as it stands (timeouts, retries, …). */
  readonly config?: Value;
  readonly at?: string;
}

export type CoreAction =
  | { readonly raise: string; readonly data?: Readonly<Record<string, ExpressionText>>; readonly at?: string }
  | { readonly assign: string; readonly expr: ExpressionText; readonly at?: string }
  | { readonly unset: string; readonly at?: string }
  | { readonly if: readonly CoreBranch[]; readonly at?: string }
  | CoreForeach
  | { readonly log: string; readonly expr?: ExpressionText; readonly at?: string }
  | CoreEffect;

/** Runs `do` once for each item of a list, over a copy of it. `item` and `index` are data roots. */
export interface CoreForeach {
  readonly foreach: ExpressionText;
  readonly item: string;
  readonly index?: string;
  readonly do: readonly CoreAction[];
  readonly at?: string;
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
  readonly operations: number;
  /** Values handed out with the effects of one step, JSON bytes. */
  readonly effectBytes: number;
  /** Lists and maps inside each other in one value. */
  readonly valueDepth: number;
}
