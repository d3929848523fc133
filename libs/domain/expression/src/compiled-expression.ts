import type { ParsedExpression } from './api.ts';
import { collectLeaves, collectPaths } from './collect.ts';
import { compileNode } from './compile-node.ts';
import type { Run } from './frame.ts';
import type { LeafOperand } from './leaf-operand.ts';
import type { Node } from './syntax.ts';

/**
 * What `parse` makes. Outside this project it is a ParsedExpression, opaque. Whatever follows from the tree is made when
 * it is first asked for: most conditions of a machine that is only checked are never run, and most are never traced.
 */
export class CompiledExpression implements ParsedExpression {
  readonly source: string;
  readonly node: Node;
  #paths: readonly string[] | undefined;
  #run: Run | undefined;
  #leaves: readonly LeafOperand[] | undefined;

  constructor(source: string, node: Node) {
    this.source = source;
    this.node = node;
  }

  get paths(): readonly string[] {
    return (this.#paths ??= collectPaths(this.node));
  }

  get run(): Run {
    return (this.#run ??= compileNode(this.node, undefined));
  }

  get leaves(): readonly LeafOperand[] {
    return (this.#leaves ??= collectLeaves(this.node, this.source));
  }
}

/** The compiled form behind a ParsedExpression. Throws TypeError for one that `parse` did not make. */
export function compiledForm(expression: ParsedExpression): CompiledExpression {
  if (expression instanceof CompiledExpression) return expression;
  throw new TypeError('This expression was not made by parse().');
}
