import type { Evaluation, Fuel, Operand, ParsedExpression, Scope } from './api.ts';
import { compiledForm } from './compiled-expression.ts';
import { Fault } from './fault.ts';
import { outOfFuel, spend, type Frame } from './frame.ts';
import { OPERAND_FUEL } from './limits.ts';
import { measure } from './measure.ts';

/**
 * The expression's value in a scope. Takes what it costs from `fuel`, which all expressions of a step share; a list or map
 * as the result is paid for by its size, so that no chain of assignments can double its way to an endless snapshot.
 */
export function evaluate(expression: ParsedExpression, scope: Scope, fuel: Fuel): Evaluation {
  const frame: Frame = { scope, fuel, item: null };
  const value = compiledForm(expression).run(frame);
  if (value instanceof Fault) return refuse(value);
  if (typeof value === 'object' && value !== null && !spend(frame, measure(value, fuel.left)))
    return refuse(outOfFuel(0));
  return { ok: true, value };
}

/** What a trace shows: each path and call of the expression with its value now. What has no value is undefined. */
export function operands(expression: ParsedExpression, scope: Scope): readonly Operand[] {
  return compiledForm(expression).leaves.map(({ text, run }) => {
    const value = run({ scope, fuel: { left: OPERAND_FUEL }, item: null });
    return { text, value: value instanceof Fault ? undefined : value };
  });
}

function refuse({ code, at, message }: Fault): Evaluation {
  return { ok: false, code, at, message };
}
