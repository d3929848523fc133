import type { Value } from '@parley/expression';
import type { Node } from './syntax.ts';

/** Why a source is not a template. */
export type TemplateCode =
  | 'template-too-long'
  | 'template-nested-too-deep'
  | 'template-syntax'
  | 'template-unclosed'
  | 'template-unknown-tag'
  | 'template-unknown-filter'
  | 'template-wrong-arguments'
  | 'template-not-allowed';

/** Why a rendering has no text. */
export type RenderCode =
  | 'template-output-too-long'
  | 'template-too-many-iterations'
  | 'template-too-much-work'
  | 'template-wrong-type'
  | 'template-bad-number';

/** A fault in a template: `at` is the offset (UTF-16 units) in its source. */
export interface TemplateProblem {
  readonly code: TemplateCode;
  readonly at: number;
  readonly message: string;
  readonly fix?: string;
}

/** What a template does with what it reads: writes it, goes through it, computes with it, or something that takes any value. */
export type ReadRole = 'text' | 'list' | 'number' | 'value';

/** One place where a template reads a rooted path. */
export interface TemplateRead {
  readonly path: string;
  readonly role: ReadRole;
  readonly at: number;
  /** Whether being unset is provided for: by `default`, or by a condition that asks for the path. */
  readonly guarded: boolean;
}

/** A template that was read: immutable, made once per flow hash. */
export interface CompiledTemplate {
  readonly source: string;
  /** Every rooted path that may be read, each once, e.g. `slots.amount`. */
  readonly paths: readonly string[];
  readonly reads: readonly TemplateRead[];
  /** For renderTemplate alone. */
  readonly nodes: readonly Node[];
}

export type ParseTemplateResult =
  | { readonly ok: true; readonly template: CompiledTemplate }
  | { readonly ok: false; readonly problems: readonly TemplateProblem[] };

export type RenderResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly code: RenderCode; readonly at: number; readonly message: string };

/** Answers the value at a rooted path, undefined if it is not set. */
export type ReadPath = (path: string) => Value | undefined;
