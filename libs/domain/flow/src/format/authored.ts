/**
 * A flow's text after reading: plain data with the JSON pointer (`at`) of every part. What was broken in the text is
 * absent, so everything but what the shapes guarantee is optional.
 */
export interface AuthoredFlow {
  readonly at: string;
  readonly id?: string;
  readonly title?: string;
  readonly languages?: readonly string[];
  readonly understanding?: AuthoredUnderstanding;
  readonly profile?: ReadonlyMap<string, AuthoredType>;
  readonly slots?: ReadonlyMap<string, AuthoredSlot>;
  readonly vars?: ReadonlyMap<string, AuthoredType>;
  readonly events?: ReadonlyMap<string, AuthoredEvent>;
  readonly intents?: ReadonlyMap<string, AuthoredIntent>;
  readonly apology?: Localized;
  readonly goals?: readonly AuthoredGoal[];
  readonly initial?: string;
  readonly states?: ReadonlyMap<string, AuthoredState>;
}

export interface AuthoredUnderstanding {
  readonly at: string;
  readonly model?: string;
  readonly threshold?: number;
  readonly timeout?: string;
}

/** A text per language. */
export type Localized = ReadonlyMap<string, string>;

export interface AuthoredType {
  readonly at: string;
  readonly type?: 'string' | 'number' | 'boolean' | 'object' | 'list' | 'any';
  readonly nullable?: boolean;
  readonly fields?: ReadonlyMap<string, AuthoredType>;
  readonly of?: AuthoredType;
  readonly default?: unknown;
}

export interface AuthoredSlot {
  readonly at: string;
  readonly type?: 'number' | 'text';
  readonly min?: number;
  readonly max?: number;
  readonly whole?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly values?: readonly string[];
  /** How a listed value is said, per language. */
  readonly labels?: ReadonlyMap<string, Localized>;
  readonly pattern?: SlotPattern;
}

export type SlotPattern = 'digits' | 'letters' | 'word' | 'email' | 'phone' | 'date';

export interface AuthoredEvent {
  readonly at: string;
  readonly data?: ReadonlyMap<string, AuthoredType>;
}

export interface AuthoredIntent {
  readonly at: string;
  readonly examples?: ReadonlyMap<string, readonly string[]>;
}

export interface AuthoredGoal {
  readonly at: string;
  readonly name?: string;
  readonly state?: string;
  readonly event?: string;
}

export interface AuthoredGuard {
  readonly at: string;
  readonly guard?: string;
  readonly params?: AuthoredGuardParams;
}

export interface AuthoredGuardParams {
  readonly at: string;
  readonly slot?: string;
  readonly slots?: readonly string[];
  readonly state?: string;
  readonly intent?: string;
  readonly below?: number;
}

export interface AuthoredTransition {
  readonly at: string;
  readonly on?: readonly string[];
  readonly when?: string | AuthoredGuard;
  readonly do?: readonly AuthoredAction[];
  readonly target?: readonly string[];
  readonly reenter?: boolean;
}

export interface AuthoredAfter extends AuthoredTransition {
  readonly delay?: string;
}

export interface AuthoredAction {
  readonly at: string;
  readonly set?: ReadonlyMap<string, string>;
  readonly merge?: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly unset?: readonly string[];
  readonly raise?: string;
  readonly say?: Localized;
  readonly emit?: string;
  readonly track?: string;
  readonly log?: string;
  readonly data?: ReadonlyMap<string, string>;
  readonly value?: string;
}

export interface AuthoredChoice {
  readonly at: string;
  readonly label?: Localized;
  readonly intent?: string;
}

export type StateType =
  | 'response'
  | 'intent'
  | 'slot'
  | 'decision'
  | 'integration'
  | 'handoff'
  | 'end'
  | 'parallel'
  | 'history'
  | 'compound'
  | 'atomic';

export interface AuthoredState {
  readonly at: string;
  /** Absent: compound if it has `states`, else atomic. Any other text than a StateType was reported. */
  readonly type?: string;
  readonly initial?: string;
  readonly states?: ReadonlyMap<string, AuthoredState>;
  readonly entry?: readonly AuthoredAction[];
  readonly exit?: readonly AuthoredAction[];
  readonly transitions?: readonly AuthoredTransition[];
  readonly after?: readonly AuthoredAfter[];
  readonly defer?: readonly string[];
  readonly interrupt?: readonly string[];
  readonly history?: 'shallow' | 'deep';
  readonly target?: string;
  readonly say?: Localized;
  readonly next?: string;
  readonly ask?: Localized;
  readonly choices?: readonly AuthoredChoice[];
  readonly noMatch?: readonly Localized[];
  readonly onFailed?: string;
  readonly slot?: string;
  readonly invalid?: Localized;
  readonly maxAttempts?: number;
  readonly branches?: readonly AuthoredTransition[];
  readonly adapter?: string;
  readonly input?: ReadonlyMap<string, string>;
  readonly retry?: { readonly at: string; readonly max?: number; readonly backoff?: string };
  readonly timeout?: string;
  readonly result?: string;
  readonly onUnknown?: string;
  readonly queue?: string;
}
