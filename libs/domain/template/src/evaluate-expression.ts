import type { Value, ValueMap } from '@parley/expression';
import type { Budget } from './budget.ts';
import { FILTERS } from './filters.ts';
import type { Comparison, Expression, PathExpression } from './syntax.ts';
import type { ReadPath } from './template.ts';

/** What one rendering carries along. */
export interface Rendering {
  readonly read: ReadPath;
  readonly budget: Budget;
  /** The names that the running loops bind. */
  readonly locals: Map<string, Value>;
}

/** Liquid's rule: only false, null and unset are false; 0 and the empty text are true. */
export function isTruthy(value: Value | undefined): boolean {
  return value !== undefined && value !== null && value !== false;
}

/** The expression's value, undefined if it reads what is not set. Throws RenderFault. */
export function evaluateExpression(expression: Expression, rendering: Rendering): Value | undefined {
  rendering.budget.work(0, expression.at);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'path':
      return followKeys(rendering.read(expression.name), expression, rendering);
    case 'local':
      return followKeys(rendering.locals.get(expression.name), expression, rendering);
    case 'filter': {
      const input = evaluateExpression(expression.input, rendering);
      const given = expression.arguments.map((argument) => evaluateExpression(argument, rendering));
      return FILTERS.get(expression.name)?.apply({ input, given, budget: rendering.budget, at: expression.at });
    }
    case 'not':
      return !isTruthy(evaluateExpression(expression.operand, rendering));
    case 'and':
      return (
        isTruthy(evaluateExpression(expression.left, rendering)) &&
        isTruthy(evaluateExpression(expression.right, rendering))
      );
    case 'or':
      return (
        isTruthy(evaluateExpression(expression.left, rendering)) ||
        isTruthy(evaluateExpression(expression.right, rendering))
      );
    case 'compare': {
      const left = evaluateExpression(expression.left, rendering) ?? null;
      const right = evaluateExpression(expression.right, rendering) ?? null;
      return compare(expression.operator, left, right, rendering, expression.at);
    }
  }
}

function followKeys(from: Value | undefined, path: PathExpression, rendering: Rendering): Value | undefined {
  let value = from;
  for (const key of path.keys) value = readKey(value, evaluateExpression(key, rendering));
  return value;
}

/** An own field of a map or an element of a list; nothing else has parts, and nothing is inherited. */
function readKey(container: Value | undefined, key: Value | undefined): Value | undefined {
  if (typeof container !== 'object' || container === null) return undefined;
  if (Array.isArray(container)) return typeof key === 'number' ? (container as readonly Value[])[key] : undefined;
  return typeof key === 'string' && Object.hasOwn(container, key) ? (container as ValueMap)[key] : undefined;
}

/** A text must not fail because something is unset: unlike values are unequal and have no order. */
function compare(operator: Comparison, left: Value, right: Value, rendering: Rendering, at: number): boolean {
  if (typeof left === 'string') rendering.budget.work(left.length, at);
  switch (operator) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case 'contains':
      return contains(left, right, rendering, at);
    default:
      return isOrdered(operator, left, right);
  }
}

function contains(left: Value, right: Value, rendering: Rendering, at: number): boolean {
  if (typeof left === 'string') return typeof right === 'string' && left.includes(right);
  if (!Array.isArray(left)) return false;
  rendering.budget.walk(left.length, at);
  return (left as readonly Value[]).includes(right);
}

function isOrdered(operator: '<' | '<=' | '>' | '>=', left: Value, right: Value): boolean {
  const areNumbers = typeof left === 'number' && typeof right === 'number';
  if (!areNumbers && !(typeof left === 'string' && typeof right === 'string')) return false;
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}
