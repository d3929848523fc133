import type { Performed } from './performed.ts';
import type { Effect, Failure, RefusalCode, Snapshot, Step, StepFailure, TraceRecord } from './snapshot.ts';

/** A step whose trace is only made when somebody reads it: by running it again, which gives the same. */
export class LazyStep implements Step {
  readonly snapshot: Snapshot;
  readonly effects: readonly Effect[];
  readonly outcome: Step['outcome'];
  readonly settles: readonly string[];
  declare readonly refusal?: RefusalCode;
  declare readonly failure?: Failure;
  declare readonly failures?: readonly StepFailure[];
  readonly #perform: (trace: TraceRecord[]) => unknown;
  #trace: TraceRecord[] | null = null;

  constructor(performed: Performed, perform: (trace: TraceRecord[]) => unknown) {
    this.snapshot = performed.snapshot;
    this.effects = performed.effects;
    this.outcome = performed.outcome;
    this.settles = performed.settles;
    // What there is nothing of has no key.
    if (performed.refusal !== undefined) this.refusal = performed.refusal;
    if (performed.failure !== undefined) this.failure = performed.failure;
    if (performed.failures !== undefined) this.failures = performed.failures;
    this.#perform = perform;
  }

  get trace(): readonly TraceRecord[] {
    if (this.#trace === null) {
      this.#trace = [];
      this.#perform(this.#trace);
    }
    return this.#trace;
  }
}
