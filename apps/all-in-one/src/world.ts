import type { BankDoor } from '@parley/demo-bank';
import type { LanguageModel } from '@parley/ports';
import type { Meters, Telemetry } from '@parley/opentelemetry';

/** The world outside: a simulation may bring its own. */
export interface World {
  /** Wall clock, ms since the epoch. */
  readonly now: () => number;
  /** null = the bank that the configuration names. */
  readonly bank: BankDoor | null;
  /** null = those that the configuration names. */
  readonly models: readonly LanguageModel[] | null;
  /** How often due operations and wake-ups are looked for, ms of real time: a clock that jumps wakes nobody. */
  readonly scanEveryMs: number | null;
  /** Counts what happens; absent = nobody does. */
  readonly meters?: Meters;
  /** Traces what happens; absent = nobody does. */
  readonly telemetry?: Telemetry;
}

export const realWorld: World = { now: () => Date.now(), bank: null, models: null, scanEveryMs: null };
