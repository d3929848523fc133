import type { FaultCode } from './codes.ts';
import type { Value } from './value.ts';

/**
 * Why an evaluation has no value. Faults are returned, never thrown: `&&` and `||` absorb them, and a condition that
 * meets an unset name costs no stack trace.
 */
export class Fault {
  readonly code: FaultCode;
  /** Offset in the source, UTF-16 units. */
  readonly at: number;
  readonly message: string;

  constructor(code: FaultCode, at: number, message: string) {
    this.code = code;
    this.at = at;
    this.message = message;
  }

  /** A limit was hit: nothing may absorb that, or an expression could go on after its fuel is gone. */
  get isFatal(): boolean {
    return this.code === 'out-of-fuel' || this.code === 'value-too-large' || this.code === 'value-too-deep';
  }
}

/** What a compiled node answers. */
export type Outcome = Value | Fault;
