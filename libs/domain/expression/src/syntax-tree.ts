import type { ParsedExpression } from './api.ts';
import { compiledForm } from './compiled-expression.ts';
import type { Node } from './syntax.ts';

/** The tree behind an expression, for those who write it down in another language. Throws TypeError for one that `parse` did not make. */
export function syntaxTree(expression: ParsedExpression): Node {
  return compiledForm(expression).node;
}
