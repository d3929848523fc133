import type { JsonMap } from './json.ts';
import type { Tables } from './machine.ts';
import type { Problem } from './problem.ts';

/** Looks at one part of a stored state. */
export type Check = (place: Place, snapshot: JsonMap) => Problem | null;

/** Whose state is looked at. */
export interface Place {
  readonly tables: Tables;
  /** Sessions met so far, in the whole snapshot. */
  readonly sessions: Set<string>;
  /** How many ids the whole snapshot has made up: none that it holds may have a higher number. */
  readonly ids: number;
}

export function damaged(pointer: string, message: string): Problem {
  return { pointer, code: 'snapshot-invalid', message };
}

/** Keys of a machine's state, wherever it is stored. */
export const SNAPSHOT_KEYS = [
  ...['status', 'configuration', 'history', 'data', 'timers', 'operations', 'deferred', 'output'],
  ...['sends', 'children', 'bound'],
] as const;
