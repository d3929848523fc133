import type { Operand, Value, ValueMap } from '@parley/expression';

/** Everything a machine instance is between two steps: plain JSON, stored as canonical bytes. */
export interface Snapshot extends ChildSnapshot {
  /** Version of this shape; a newer one is refused with `snapshot-too-new` ("not mine yet"). */
  readonly version: 1;
  /** Identity of the compiled machine: sha-256 (hex) of its core text. */
  readonly machine: string;
  /** How many ids were made up so far (sends, invokes, sessions of children). Absent: none. */
  readonly ids?: number;
}

/** What a child machine keeps, inside its parent's snapshot. The optional ones are absent while there is nothing in them. */
export interface ChildSnapshot {
  readonly status: 'active' | 'done';
  /** Active atomic (and final) states in document order; ancestors follow from them. Once done: the last ones. */
  readonly configuration: readonly string[];
  readonly history: Readonly<Record<string, readonly string[]>>;
  readonly data: ValueMap;
  readonly timers: readonly PendingTimer[];
  readonly operations: readonly OpenOperation[];
  readonly deferred: readonly ExternalEvent[];
  /** Delayed sends, in the order they were sent. */
  readonly sends?: readonly PendingSend[];
  readonly children?: readonly ChildSession[];
  /** States whose data were bound at their first entry (`binding: 'late'`), in that order. */
  readonly bound?: readonly string[];
  /** What the final state of the whole machine gave (its `donedata`), once the machine is done. */
  readonly output?: Value;
}

/** A child machine of an active state. */
export interface ChildSession {
  /** Its id as an invoke: `#_<invoke>` sends to it. */
  readonly invoke: string;
  /** Its own `_sessionid`: `#_scxml_<session>` sends to it. */
  readonly session: string;
  readonly state: string;
  /** Which of the state's invokes it is. */
  readonly index: number;
  /** Its name in `machines`, where `machineexpr` chose it. */
  readonly machine?: string;
  /** Null once it has ended. */
  readonly snapshot: ChildSnapshot | null;
}

/** A delayed send; its data were computed when it was sent. */
export interface PendingSend {
  /** Milliseconds since the epoch. */
  readonly due: number;
  readonly event: string;
  /** As written; found when it is due. Absent: this session. */
  readonly target?: string;
  /** Of a type that the host serves. Absent: SCXML's own. */
  readonly type?: string;
  /** Only where the author gave it an id. */
  readonly sendid?: string;
  readonly data?: Value;
  readonly at: string;
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
  readonly sendid?: string;
  readonly origin?: string;
  readonly origintype?: string;
  /** Of an event from a child machine; refused from outside. */
  readonly invokeid?: string;
}

export type Input =
  | ({ readonly kind: 'event' } & Omit<ExternalEvent, 'invokeid'>)
  /** The result of an operation; refused unless that operation is open. */
  | {
      readonly kind: 'result';
      readonly operation: string;
      readonly outcome: 'done' | 'failed' | 'unknown';
      readonly value?: Value;
      readonly id?: string;
    }
  /** Fire every timer and delayed send due at `at.now`, by due time; of equal ones timers in document order, then sends in theirs; parents before children. */
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

/** Effects of a child machine carry its `session`. */
export type Effect = EffectBody & { readonly session?: string };

type EffectBody =
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
  /** A send of a type that the host serves (`CompileOptions.eventProcessors`). */
  | {
      readonly kind: 'send';
      readonly type: string;
      readonly target: string | null;
      readonly event: string | null;
      readonly sendid: string | null;
      readonly data: Value;
      readonly at: string;
    }
  | { readonly kind: 'cancel'; readonly operation: string; readonly at: string }
  | { readonly kind: 'log'; readonly label: string; readonly value: Value; readonly at: string };

/** What happened and why, in order; `at` points into the author's text. Never stored: computed again on demand. Those of a child machine carry its `session`. */
export type TraceRecord = TraceBody & { readonly session?: string };

type TraceBody =
  | {
      readonly type: 'event';
      readonly name: string;
      readonly from: 'outside' | 'inside' | 'deferred' | 'timer' | 'sent';
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
