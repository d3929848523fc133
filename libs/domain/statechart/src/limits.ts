import type { Limits } from './core-format.ts';

/** What the platform allows unless it says otherwise. A machine may only lower these. */
export const DEFAULT_LIMITS: Limits = Object.freeze({
  textBytes: 2_097_152,
  states: 2_000,
  depth: 64,
  regions: 600,
  transitions: 10_000,
  microsteps: 1_000,
  internalQueue: 1_000,
  fuel: 100_000,
  deferredEvents: 32,
  deferredBytes: 262_144,
  snapshotBytes: 524_288,
  timers: 500,
  sends: 500,
  children: 32,
  operations: 64,
  effectBytes: 524_288,
  valueDepth: 64,
});

/** A limit hit in a step. Thrown to unwind to the macrostep's edge, caught there, never seen outside the kernel. */
export class LimitHit extends Error {
  readonly code: string;
  readonly at: string;

  constructor(code: string, at: string, message: string) {
    super(message);
    this.code = code;
    this.at = at;
  }
}
