import type { Value } from './value.ts';
import type { Type } from './types.ts';

/** A fault in an expression: `at` is the offset (UTF-16 units) in its source. */
export interface ExpressionProblem {
  readonly code: string;
  readonly at: number;
  readonly message: string;
  readonly fix?: string;
  /** Absent = error. `maybe-unset` is a warning: the flow's own checker may know that the path is set by then. */
  readonly severity?: 'error' | 'warning';
}

/** A parsed expression: immutable, made once per flow hash. */
export interface ParsedExpression {
  readonly source: string;
  /** Every rooted path that is read, e.g. `slots.amount`. */
  readonly paths: readonly string[];
}

export type ParseResult =
  | { readonly ok: true; readonly expression: ParsedExpression }
  | { readonly ok: false; readonly problems: readonly ExpressionProblem[] };

/** The world an expression may look at. `read` answers undefined for a name that is not set. */
export interface Scope {
  readonly read: (name: string) => Value | undefined;
  readonly isIn: (state: string) => boolean;
}

/** A counter shared by all expressions of one step; running out is an error, never a hang. */
export interface Fuel {
  left: number;
}

/** One operand of a comparison or call, as the author wrote it, with the value it had (`undefined` = not set). */
export interface Operand {
  readonly text: string;
  readonly value: Value | undefined;
}

export type Evaluation =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly code: string; readonly at: number; readonly message: string };

export interface TypeResult {
  readonly type: Type;
  readonly problems: readonly ExpressionProblem[];
}
