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
