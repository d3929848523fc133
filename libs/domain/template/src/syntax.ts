export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'contains';

/** A path from a root name (`path`), from a loop's own name (`local`), with what is indexed at run time in `keys`. */
export interface PathExpression {
  readonly kind: 'path' | 'local';
  /** Of a rooted path: its names as far as they are known, `slots.amount`. Of a local: its name. */
  readonly name: string;
  readonly keys: readonly Expression[];
  readonly at: number;
}

export interface FilterExpression {
  readonly kind: 'filter';
  readonly name: string;
  readonly input: Expression;
  readonly arguments: readonly Expression[];
  readonly at: number;
}

export type Expression =
  | { readonly kind: 'literal'; readonly value: null | boolean | number | string; readonly at: number }
  | PathExpression
  | FilterExpression
  | { readonly kind: 'not'; readonly operand: Expression; readonly at: number }
  | {
      readonly kind: 'and' | 'or';
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
    }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
    };

export interface Branch {
  readonly condition: Expression;
  readonly nodes: readonly Node[];
}

export interface LoopNode {
  readonly kind: 'for';
  readonly item: string;
  readonly list: Expression;
  readonly limit: Expression | undefined;
  readonly offset: Expression | undefined;
  readonly isReversed: boolean;
  readonly nodes: readonly Node[];
  readonly otherwise: readonly Node[];
  readonly at: number;
}

export type Node =
  | { readonly kind: 'text'; readonly text: string; readonly at: number }
  | { readonly kind: 'output'; readonly value: Expression; readonly at: number }
  | {
      readonly kind: 'if';
      readonly branches: readonly Branch[];
      readonly otherwise: readonly Node[];
      readonly at: number;
    }
  | LoopNode;
