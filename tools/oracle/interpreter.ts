import type { Plan } from './plan.ts';

/** One running machine of any interpreter. */
export interface Player {
  /** Ids of the active atomic and final states, sorted. */
  readonly configuration: readonly string[];
  readonly isDone: boolean;
  /** What was logged since it was last asked. */
  takeLog(): readonly string[];
  send(event: string): void;
}

export interface Interpreter {
  readonly name: string;
  start(plan: Plan): Player;
}

/** An interpreter that could not go on; why is the reason. */
export class GaveUp extends Error {}
