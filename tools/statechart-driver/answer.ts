import type { Effect, Problem, RefusalCode, Snapshot, Step, TraceRecord } from '@parley/statechart';
import type { Value } from '@parley/expression';

/** Where an instance stands: nothing loaded, loaded but not started, running, at its end. */
export type Status = 'empty' | 'loaded' | 'active' | 'done';

export interface Logged {
  readonly label: string;
  readonly value: Value;
}

/** What every command that was carried out is answered with. */
export interface State {
  /** Ids of the active atomic (and final) states, in document order. */
  readonly configuration: readonly string[];
  readonly status: Status;
  /** What this command made the machine ask of the outside, in order; `log` has its own list. */
  readonly effects: readonly Effect[];
  readonly log: readonly Logged[];
  /** Why the machine was refused, an event was refused, or a step was undone. */
  readonly problems: readonly Problem[];
  /** Of events, results and times: what became of it. */
  readonly outcome?: Step['outcome'];
  readonly refusal?: RefusalCode;
  /** The data of the final state, once the machine is done. */
  readonly output?: Value;
  /** The virtual clock, ms. */
  readonly now?: number;
  readonly snapshot?: Snapshot;
  /** How many steps were taken; names operations. To be given back with `restore`. */
  readonly seq?: number;
  readonly machine?: unknown;
  readonly notes?: readonly unknown[];
  readonly trace?: readonly TraceRecord[];
}

export interface DriverError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly problems?: readonly unknown[];
}

export type Answer = (State & { readonly error?: DriverError }) | { readonly error: DriverError };

export const ERROR_CODES = [
  'line-too-long',
  'not-utf8',
  'not-json',
  'not-a-command',
  'command-unknown',
  'command-malformed',
  'nothing-loaded',
  'not-started',
  'machine-refused',
  'snapshot-refused',
  'scxml-off',
  'scxml-refused',
  'driver-fault',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** A command that cannot be carried out. Thrown inside the driver, answered as `{ error }`; nothing has changed then. */
export class CommandFault extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
