/** What an import could not translate: where (both from 1), stable code, a sentence, and how to mend it. */
export interface ImportProblem {
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** What was translated, though it means a little else than the letter says. */
export interface ImportNote {
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly message: string;
}

export type Importation<T> =
  | { readonly ok: true; readonly machine: T; readonly notes: readonly ImportNote[] }
  | { readonly ok: false; readonly problems: readonly ImportProblem[] };
