/** A fault in a text: where (JSON pointer), what (stable code), said to a person, and how to mend it where that is known. */
export interface Problem {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
  /** Absent = error. A warning does not stop publishing. */
  readonly severity?: 'error' | 'warning';
}
