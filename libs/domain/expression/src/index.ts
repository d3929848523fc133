export type { Value, ValueMap } from './value.ts';
export type { Type, TypeEnvironment } from './types.ts';
export type {
  Evaluation,
  ExpressionProblem,
  Fuel,
  Operand,
  ParsedExpression,
  ParseResult,
  Scope,
  TypeResult,
} from './api.ts';
export type { FaultCode, SyntaxCode, TypeCode } from './codes.ts';
export { evaluate, operands } from './evaluate.ts';
export { measure } from './measure.ts';
export { parse } from './parse.ts';
export { checkTypes, isAssignable } from './check-types.ts';
export type { Node as SyntaxNode } from './syntax.ts';
export { syntaxTree } from './syntax-tree.ts';
