import type { Fuel, Scope } from './api.ts';
import { Fault, type Outcome } from './fault.ts';
import { TEXT_PER_FUEL } from './limits.ts';
import type { Value } from './value.ts';

/** What one evaluation carries through its compiled nodes. */
export interface Frame {
  readonly scope: Scope;
  readonly fuel: Fuel;
  /** The item of the running `exists` or `all`; macros do not nest, so one is enough. */
  item: Value;
}

/** A compiled node. */
export type Run = (frame: Frame) => Outcome;

/** Takes `amount` from the fuel. False when it is gone; written so that NaN counts as gone. */
export function spend(frame: Frame, amount: number): boolean {
  const left = frame.fuel.left - amount;
  if (left >= 0) {
    frame.fuel.left = left;
    return true;
  }
  frame.fuel.left = 0;
  return false;
}

export function spendText(frame: Frame, length: number): boolean {
  return spend(frame, Math.ceil(length / TEXT_PER_FUEL));
}

export function outOfFuel(at: number): Fault {
  return new Fault('out-of-fuel', at, 'The expressions of this step cost more than they may.');
}
