/** Where a node stands in its source: [at, end), UTF-16 units. */
interface Place {
  readonly at: number;
  readonly end: number;
}

export type UnaryOperator = '!' | '-';
export type BinaryOperator = '*' | '/' | '%' | '+' | '-' | '<' | '<=' | '>' | '>=' | '==' | '!=' | 'in';

export interface LiteralNode extends Place {
  readonly kind: 'literal';
  readonly value: null | boolean | number | string;
}

export interface NameNode extends Place {
  readonly kind: 'name';
  readonly name: string;
}

export interface FieldNode extends Place {
  readonly kind: 'field';
  readonly object: Node;
  readonly field: string;
}

export interface IndexNode extends Place {
  readonly kind: 'index';
  readonly object: Node;
  readonly index: Node;
}

export interface ListNode extends Place {
  readonly kind: 'list';
  readonly items: readonly Node[];
}

export interface MapNode extends Place {
  readonly kind: 'map';
  readonly entries: readonly { readonly key: Node; readonly value: Node }[];
}

export interface UnaryNode extends Place {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly operand: Node;
}

export interface BinaryNode extends Place {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  /** Offset of the operator itself. */
  readonly operatorAt: number;
  readonly left: Node;
  readonly right: Node;
}

/** `a && b && c` is one node: a long chain is wide, not deep. */
export interface LogicNode extends Place {
  readonly kind: 'logic';
  readonly operator: '&&' | '||';
  readonly terms: readonly Node[];
}

export interface ChoiceNode extends Place {
  readonly kind: 'choice';
  readonly condition: Node;
  readonly then: Node;
  readonly otherwise: Node;
}

/** `f(x, y)` and `x.f(y)` are the same call; the receiver is the first argument. */
export interface CallNode extends Place {
  readonly kind: 'call';
  readonly name: string;
  readonly nameAt: number;
  readonly arguments: readonly Node[];
}

/** `has(a.b)`: is the path set and not null? */
export interface HasNode extends Place {
  readonly kind: 'has';
  readonly path: Node;
}

/** `list.exists(item, predicate)` and `list.all(item, predicate)`. */
export interface MacroNode extends Place {
  readonly kind: 'macro';
  readonly macro: 'exists' | 'all';
  readonly range: Node;
  readonly item: string;
  readonly predicate: Node;
}

export type Node =
  | LiteralNode
  | NameNode
  | FieldNode
  | IndexNode
  | ListNode
  | MapNode
  | UnaryNode
  | BinaryNode
  | LogicNode
  | ChoiceNode
  | CallNode
  | HasNode
  | MacroNode;
