import type { Operand, Value, ValueMap } from '@parley/expression';

/** Everything a machine instance is between two steps: plain JSON, stored as canonical bytes. */
export interface Snapshot {
  /** Version of this shape; a newer one is refused with `snapshot-too-new` ("not mine yet"). */
  readonly version: 1;
  /** Identity of the compiled machine: sha-256 (hex) of its core text. */
  readonly machine: string;
  readonly status: 'active' | 'done';
  /** Active atomic (and final) states in document order; ancestors follow from them. Once done: the last ones. */
  readonly configuration: readonly string[];
  readonly history: Readonly<Record<string, readonly string[]>>;
  readonly data: ValueMap;
  readonly timers: readonly PendingTimer[];
  readonly operations: readonly OpenOperation[];
  readonly deferred: readonly ExternalEvent[];
  /** What the final state of the whole machine gave (its `donedata`), once the machine is done. */
  readonly output?: Value;
}

export interface PendingTimer {
  readonly state: string;
  readonly delayMs: number;
  /** Milliseconds since the epoch. */
  readonly due: number;
}

export interface OpenOperation {
  /** `<conversation>:<seq>:<index>`, deterministic. */
  readonly operation: string;
  readonly invoke: string;
  readonly state: string;
}

/** An event from outside. `id` is the stimulus it came by: a deferred event is settled under it later. */
export interface ExternalEvent {
  readonly name: string;
  readonly data?: Value;
  readonly id?: string;
}

export type Input =
  | ({ readonly kind: 'event' } & ExternalEvent)
  /** The result of an operation; refused unless that operation is open. */
  | {
      readonly kind: 'result';
      readonly operation: string;
      readonly outcome: 'done' | 'failed' | 'unknown';
      readonly value?: Value;
      readonly id?: string;
    }
  /** Fire every timer due at `at.now`, by (due, document order). */
  | { readonly kind: 'time' };

/** Time, randomness and identity, as arguments. */
export interface At {
  readonly now: number;
  readonly seed: string;
  readonly conversation: string;
  readonly seq: number;
  /**
   * Index of the first effect of this call (0 unless said): where several calls make one entry, their effects are
   * numbered through, so that operation ids stay unique.
   */
  readonly firstIndex?: number;
}

export type Effect =
  | {
      readonly kind: 'act';
      /** `say`, `emit`, `track`, `handoff`, … as the machine names it. */
      readonly type: string;
      readonly fields: Value;
      readonly values: ValueMap;
      readonly at: string;
    }
  | {
      readonly kind: 'invoke';
      readonly operation: string;
      readonly invoke: string;
      readonly state: string;
      readonly src: string;
      readonly input: ValueMap;
      readonly config: Value;
      readonly at: string;
    }
  | { readonly kind: 'cancel'; readonly operation: string; readonly at: string }
  | { readonly kind: 'log'; readonly label: string; readonly value: Value; readonly at: string };

/** What happened and why, in order; `at` points into the author's text. Never stored: computed again on demand. */
export type TraceRecord =
  | {
      readonly type: 'event';
      readonly name: string;
      readonly from: 'outside' | 'inside' | 'deferred' | 'timer';
      readonly id?: string;
    }
  | {
      readonly type: 'condition';
      readonly at: string;
      readonly state: string;
      readonly source: string;
      readonly result: boolean | 'error';
      readonly operands: readonly Operand[];
      readonly error?: string;
    }
  | {
      readonly type: 'transition';
      readonly at: string;
      readonly state: string;
      readonly event: string | null;
      readonly targets: readonly string[];
    }
  | { readonly type: 'exit' | 'enter'; readonly at: string; readonly state: string }
  | { readonly type: 'action'; readonly at: string; readonly action: string; readonly error?: string };

export type RefusalCode = 'reserved-event' | 'stale-operation' | 'queue-full' | 'machine-done' | 'nothing-due';

export interface Step {
  readonly snapshot: Snapshot;
  readonly effects: readonly Effect[];
  /** Computed on first reading, by running the step again. */
  readonly trace: readonly TraceRecord[];
  /**
   * taken: some transition ran. unhandled: none did. deferred: kept in the snapshot for later. refused: nothing
   * changed, `refusal` says why. failed: a limit was hit; the snapshot is the one given (a timer that failed is gone
   * from it, else it would fire for ever).
   */
  readonly outcome: 'taken' | 'unhandled' | 'deferred' | 'refused' | 'failed';
  readonly refusal?: RefusalCode;
  readonly failure?: Failure;
  /** Ids of deferred events taken up in this step, in order; those that failed included. */
  readonly settles: readonly string[];
  /** Deferred events and timers that hit a limit on their own: each was undone and dropped, the rest of the step stands. */
  readonly failures?: readonly StepFailure[];
}

export interface StepFailure extends Failure {
  /** The deferred event's name, or the timer's. */
  readonly event: string;
  readonly id?: string;
}

export interface Failure {
  readonly code: string;
  readonly at: string;
  readonly message: string;
}
