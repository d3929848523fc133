import type { ValueMap } from '@parley/expression';
import { valueOf, weigh } from './evaluate.ts';
import type { Datum, StateNode } from './machine.ts';
import { withEntry } from './own.ts';
import type { Run } from './run.ts';

/** Computes the data of the machine, and with early binding those of all states, in document order (W3C 5.3). */
export function bindAtStart(run: Run, given: ValueMap): void {
  for (const datum of run.tables.early) if (!Object.hasOwn(given, datum.id)) bind(run, datum);
}

/** Late binding: at the first entry of the state, before its entry actions. */
export function bindLate(run: Run, state: StateNode, late: readonly Datum[]): void {
  if (run.bound.includes(state.id)) return;
  run.bound = [...run.bound, state.id];
  for (const datum of late) bind(run, datum);
}

/** A value that cannot be computed leaves the datum null and raises error.execution (W3C 5.3.3). */
function bind(run: Run, { id, value, expression, at }: Datum): void {
  run.spend(1, at);
  const result = expression === null ? { ok: true as const, value } : valueOf(run, expression, at);
  if (!result.ok) return run.raiseError(result.code, result.message, at);
  weigh(run, result.value, at);
  run.data = withEntry(run.data, id, result.value);
}
