import { evaluate, operands } from '@parley/expression';
import type { Operand, Value } from '@parley/expression';
import { LimitHit } from './limits.ts';
import { measure } from './measure.ts';
import type { Measure } from './measure.ts';
import { readLocation } from './location.ts';
import type { Location } from './location.ts';
import type { Content, Expression, Fields, Text } from './machine.ts';
import { isMap, putEntry } from './own.ts';
import type { Run } from './run.ts';

export type Evaluated =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Evaluates; running out of fuel is no fault of the expression, it ends the macrostep. */
export function valueOf(run: Run, expression: Expression, at: string): Evaluated {
  run.spend(1, at);
  const result = evaluate(expression.parsed, run, run.fuel);
  if (result.ok) return result;
  if (result.code === 'out-of-fuel') throw new LimitHit('limit-fuel', at, 'This step does more work than is allowed.');
  const message = expression.unreadable ?? result.message;
  return { ok: false, code: result.code, message: `${message} (in '${expression.source}')` };
}

/** A value as written, or the computed one. */
export function contentOf(run: Run, content: Content, at: string): Evaluated {
  return 'value' in content ? { ok: true, value: content.value } : valueOf(run, content, at);
}

/** A text as written, or the computed one; what computes to something else is an error. */
export function textOf(run: Run, text: Text, at: string): TextResult {
  if (typeof text === 'string') return { ok: true, value: text };
  const result = valueOf(run, text, at);
  if (!result.ok) return result;
  if (typeof result.value === 'string') return { ok: true, value: result.value };
  return { ok: false, code: 'not-a-text', message: `'${text.source}' is no text.` };
}

type TextResult = { readonly ok: true; readonly value: string } | (Evaluated & { readonly ok: false });

/** W3C's `param`s and `namelist` in one map, or the first error. */
export function payloadOf(run: Run, params: Fields, namelist: readonly Location[], at: string): Evaluated {
  const result = valuesOf(run, params, at);
  if (!result.ok || namelist.length === 0) return result;
  const values: Record<string, Value> = { ...(isMap(result.value) ? result.value : {}) };
  for (const location of namelist) {
    const value = readLocation(run.read(location.root), location);
    if (value === undefined) return { ok: false, code: 'no-such-location', message: `'${location.text}' is not set.` };
    putEntry(values, location.text, value);
  }
  return { ok: true, value: values };
}

/** A map of evaluated expressions, or the first error. */
export function valuesOf(run: Run, fields: Fields, at: string): Evaluated {
  const values: Record<string, Value> = {};
  for (const { name, expression } of fields) {
    const result = valueOf(run, expression, at);
    if (!result.ok) return result;
    putEntry(values, name, result.value);
  }
  return { ok: true, value: values };
}

/**
 * Whether a condition holds. One that fails, or answers anything but true or false, is false, is recorded and (with
 * `raising`) raises error.execution.
 */
export function holds(run: Run, cond: Expression, at: string, state: string, raising: boolean): boolean {
  let result = valueOf(run, cond, at);
  if (result.ok && typeof result.value !== 'boolean') {
    result = { ok: false, code: 'not-boolean', message: `'${cond.source}' is neither true nor false.` };
  }
  if (run.trace !== null) {
    const shown: readonly Operand[] = operands(cond.parsed, run);
    const common = { type: 'condition' as const, at, state, source: cond.source, operands: shown };
    if (result.ok) run.trace.push({ ...common, result: result.value === true });
    else run.trace.push({ ...common, result: 'error', error: result.message });
  }
  if (!result.ok && raising) run.raiseError(result.code, result.message, at);
  return result.ok && result.value === true;
}

/** Bytes of a value; ends the macrostep if it is larger or deeper than any snapshot may be. */
export function weigh(run: Run, value: Value, at: string): number {
  const { snapshotBytes, valueDepth } = run.tables.limits;
  if (typeof value !== 'object' || value === null) return leafBytes(run, value, at);
  return admit(run, measure(value, snapshotBytes, valueDepth), at);
}

/** Bytes of a value that was measured; as `weigh`. */
export function admit(run: Run, size: Measure, at: string): number {
  const { snapshotBytes, valueDepth } = run.tables.limits;
  run.spend((size.nodes >> 3) + (size.bytes >> 10), at);
  if (size.tooDeep) throw new LimitHit('limit-value-depth', at, `A value nests deeper than ${valueDepth}.`);
  if (size.bytes > snapshotBytes)
    throw new LimitHit('limit-snapshot-bytes', at, 'A value is larger than a snapshot may be.');
  return size.bytes;
}

/** About as many, without looking at the characters one by one; a snapshot as a whole is measured exactly. */
function leafBytes(run: Run, value: null | boolean | number | string, at: string): number {
  if (typeof value !== 'string') return 25;
  run.spend(value.length >> 10, at);
  if (value.length > run.tables.limits.snapshotBytes) {
    throw new LimitHit('limit-snapshot-bytes', at, 'A value is larger than a snapshot may be.');
  }
  return value.length + 2;
}
