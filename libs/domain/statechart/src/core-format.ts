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
  readonly initial?: string | readonly string[];
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
  readonly history?: 'shallow' | 'deep';
  readonly initial?: string | readonly string[];
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
  | { readonly log: string; readonly expr?: ExpressionText; readonly at?: string }
  | CoreEffect;

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

/** The platform's limits; a machine may only lower them. */
export interface Limits {
  readonly textBytes: number;
  readonly states: number;
  readonly depth: number;
  readonly regions: number;
  readonly transitions: number;
  readonly microsteps: number;
  readonly internalQueue: number;
  readonly fuel: number;
  readonly deferredEvents: number;
  readonly deferredBytes: number;
  readonly snapshotBytes: number;
  readonly timers: number;
  readonly operations: number;
}
