import type { ParsedExpression, TypeResult } from './api.ts';
import { compiledForm } from './compiled-expression.ts';
import { TypeChecker } from './type-checker.ts';
import { typeName } from './type-relations.ts';
import type { Type, TypeEnvironment } from './types.ts';

/**
 * The expression's type in a declared world, with every problem at once. `expected` is what its place takes: a condition
 * expects a bool (`not-bool`), an assignment its target's type (`wrong-type`).
 */
export function checkTypes(expression: ParsedExpression, environment: TypeEnvironment, expected?: Type): TypeResult {
  const checker = new TypeChecker(environment);
  const { node } = compiledForm(expression);
  const type = checker.typeOf(node, { proven: new Set() }, expected === undefined || expected.nullable === true);
  if (expected !== undefined && !isAssignable(type, expected))
    checker.report(
      expected.kind === 'bool' ? 'not-bool' : 'wrong-type',
      node.at,
      `Expected ${typeName(expected)}, but this is ${typeName(type)}.`,
    );
  return { type, problems: checker.problems };
}

/** Whether a value of `type` fits a place declared as `expected`. An open type (`any`, an open map) fits: run time decides. */
export function isAssignable(type: Type, expected: Type): boolean {
  if (type.kind === 'any' || expected.kind === 'any') return true;
  if (type.kind === 'null') return expected.kind === 'null' || expected.nullable === true;
  if (type.kind === 'list' && expected.kind === 'list') return isAssignable(type.of, expected.of);
  if (type.kind !== 'map' || expected.kind !== 'map') return type.kind === expected.kind;
  const { fields } = type;
  if (fields === undefined || expected.fields === undefined) return true;
  return Object.entries(expected.fields).every(([name, wanted]) => {
    const given = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return given === undefined ? wanted.nullable === true : isAssignable(given, wanted);
  });
}
