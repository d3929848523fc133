import { evaluate, operands } from '@parley/expression';
import type { Operand, Scope, Value } from '@parley/expression';
import { LimitHit } from './limits.ts';
import { measure } from './measure.ts';
import type { Expression, Fields } from './machine.ts';
import { ownValue, putEntry } from './own.ts';
import type { CurrentEvent, Run } from './run.ts';

export type Evaluated =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** What expressions of a step may look at: the data roots and the system's own names, as they are at this moment. */
export function scopeOf(run: Run): Scope {
  return {
    read: (name) => readName(run, name),
    isIn: (id) => {
      const node = run.tables.byId.get(id);
      return node !== undefined && run.isActive(node);
    },
  };
}

export function readName(run: Run, name: string): Value | undefined {
  switch (name) {
    case '_event':
      return run.event === null ? undefined : eventValue(run.event);
    case 'event':
      return run.event?.data;
    case '_now':
      return run.at.now;
    case '_name':
      return run.name;
    case '_sessionid':
      return run.at.conversation;
    default:
      return ownValue(run.data, name);
  }
}

function eventValue({ name, type, data, invokeid }: CurrentEvent): Value {
  return {
    name,
    type,
    ...(data === undefined ? {} : { data }),
    ...(invokeid === undefined ? {} : { invokeid }),
  };
}

/** Evaluates; running out of fuel is no fault of the expression, it ends the macrostep. */
export function valueOf(run: Run, scope: Scope, expression: Expression, at: string): Evaluated {
  run.spend(1, at);
  const result = evaluate(expression.parsed, scope, run.fuel);
  if (result.ok) return result;
  if (result.code === 'out-of-fuel') throw new LimitHit('limit-fuel', at, 'This step does more work than is allowed.');
  return { ok: false, code: result.code, message: `${result.message} (in '${expression.source}')` };
}

/** A map of evaluated expressions, or the first error. */
export function valuesOf(run: Run, scope: Scope, fields: Fields, at: string): Evaluated {
  const values: Record<string, Value> = {};
  for (const { name, expression } of fields) {
    const result = valueOf(run, scope, expression, at);
    if (!result.ok) return result;
    putEntry(values, name, result.value);
  }
  return { ok: true, value: values };
}

/**
 * Whether a condition holds. One that fails, or answers anything but true or false, is false, is recorded and (with
 * `raising`) raises error.execution.
 */
export function holds(run: Run, scope: Scope, cond: Expression, where: ConditionPlace, raising: boolean): boolean {
  const { at, state } = where;
  let result = valueOf(run, scope, cond, at);
  if (result.ok && typeof result.value !== 'boolean') {
    result = { ok: false, code: 'not-boolean', message: `'${cond.source}' is neither true nor false.` };
  }
  if (run.trace !== null) {
    const shown: readonly Operand[] = operands(cond.parsed, scope);
    const common = { type: 'condition' as const, at, state, source: cond.source, operands: shown };
    if (result.ok) run.trace.push({ ...common, result: result.value === true });
    else run.trace.push({ ...common, result: 'error', error: result.message });
  }
  if (!result.ok && raising) run.raiseError(result.code, result.message, at);
  return result.ok && result.value === true;
}

export interface ConditionPlace {
  readonly at: string;
  readonly state: string;
}

/** Bytes of a value; ends the macrostep if it is larger or deeper than any snapshot may be. */
export function weigh(run: Run, value: Value, at: string): number {
  const { snapshotBytes, valueDepth } = run.tables.limits;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return 8;
  const size = measure(value, snapshotBytes, valueDepth);
  run.spend((size.nodes >> 3) + (size.bytes >> 10), at);
  if (size.tooDeep) throw new LimitHit('limit-value-depth', at, `A value nests deeper than ${valueDepth}.`);
  if (size.bytes > snapshotBytes)
    throw new LimitHit('limit-snapshot-bytes', at, 'A value is larger than a snapshot may be.');
  return size.bytes;
}
