/**
 * A machine as the oracles understand it: only what all of them have, in no interpreter's own format. Translators make a
 * core machine, an XState machine and a SCION model of it. Its data are one number, `n`.
 */
export interface Plan {
  readonly initial: PlanInitial | null;
  readonly states: readonly PlanState[];
}

export interface PlanState {
  readonly id: string;
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'shallow' | 'deep';
  readonly children: readonly PlanState[];
  /** Of a compound state (null: its first child) and of a history state (never null). */
  readonly initial: PlanInitial | null;
  readonly entry: readonly PlanAction[];
  readonly exit: readonly PlanAction[];
  readonly transitions: readonly PlanTransition[];
}

export interface PlanInitial {
  readonly targets: readonly string[];
  readonly actions: readonly PlanAction[];
}

export interface PlanTransition {
  /** Event descriptors; null = eventless. */
  readonly events: readonly string[] | null;
  readonly cond: PlanCondition | null;
  readonly targets: readonly string[];
  readonly internal: boolean;
  readonly actions: readonly PlanAction[];
}

export type PlanCondition =
  | { readonly kind: 'below'; readonly limit: number }
  | { readonly kind: 'in'; readonly state: string; readonly not: boolean };

export type PlanAction =
  /** Logs `<label>=<n>`. */
  | { readonly kind: 'log'; readonly label: string }
  /** Logs `<label>:<name of the event>`; only where there is one. */
  | { readonly kind: 'logEvent'; readonly label: string }
  /** n + 1 */
  | { readonly kind: 'count' }
  | { readonly kind: 'raise'; readonly event: string }
  | {
      readonly kind: 'if';
      readonly below: number;
      readonly then: readonly PlanAction[];
      readonly otherwise: readonly PlanAction[];
    }
  /** Logs `<label>=1` and `<label>=2`. */
  | { readonly kind: 'each'; readonly label: string }
  /** Fails: ends its block and raises error.execution. */
  | { readonly kind: 'fail' };

/** Of a history state, a final state or one without children. */
export function isPseudo({ kind }: PlanState): boolean {
  return kind === 'shallow' || kind === 'deep';
}

/** All states in document order. */
export function allStates(states: readonly PlanState[]): readonly PlanState[] {
  return states.flatMap((state) => [state, ...allStates(state.children)]);
}
