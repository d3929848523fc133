import type { ParsedExpression } from './api.ts';
import type { Run } from './frame.ts';
import type { Node } from './syntax.ts';

export interface LeafOperand {
  readonly text: string;
  readonly run: Run;
}

/** What `parse` makes. Outside this project it is a ParsedExpression, opaque. */
export class CompiledExpression implements ParsedExpression {
  readonly source: string;
  readonly paths: readonly string[];
  readonly node: Node;
  readonly run: Run;
  readonly leaves: readonly LeafOperand[];

  constructor(parts: {
    readonly source: string;
    readonly paths: readonly string[];
    readonly node: Node;
    readonly run: Run;
    readonly leaves: readonly LeafOperand[];
  }) {
    this.source = parts.source;
    this.paths = parts.paths;
    this.node = parts.node;
    this.run = parts.run;
    this.leaves = parts.leaves;
  }
}

/** The compiled form behind a ParsedExpression. Throws TypeError for one that `parse` did not make. */
export function compiledForm(expression: ParsedExpression): CompiledExpression {
  if (expression instanceof CompiledExpression) return expression;
  throw new TypeError('This expression was not made by parse().');
}
