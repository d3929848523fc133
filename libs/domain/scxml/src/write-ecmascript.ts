import { parse, syntaxTree } from '@parley/expression';
import type { SyntaxNode } from '@parley/expression';

/** How tightly ECMAScript's operators bind. */
const LEVELS = {
  choice: 0,
  or: 1,
  and: 2,
  equality: 3,
  relation: 4,
  sum: 5,
  product: 6,
  unary: 7,
  primary: 8,
} as const;
type Level = (typeof LEVELS)[keyof typeof LEVELS];

interface Written {
  readonly text: string;
  readonly level: Level;
}

type NodeOf<K extends SyntaxNode['kind']> = SyntaxNode & { readonly kind: K };

/** Our expression as ECMAScript; `nameOf` renames states. What cannot be read becomes an expression that fails. */
export function writeEcmascript(source: string, nameOf: (state: string) => string): string {
  const parsed = parse(source);
  if (!parsed.ok) return `undefined[${quoted(source)}]`;
  return new Writer(nameOf).write(syntaxTree(parsed.expression)).text;
}

class Writer {
  private readonly nameOf: (state: string) => string;

  constructor(nameOf: (state: string) => string) {
    this.nameOf = nameOf;
  }

  write(node: SyntaxNode): Written {
    switch (node.kind) {
      case 'literal':
        return primary(typeof node.value === 'string' ? quoted(node.value) : String(node.value));
      case 'name':
        return primary(NAMES.get(node.name) ?? node.name);
      case 'field':
        return primary(`${this.fit(node.object, LEVELS.primary)}.${node.field}`);
      case 'index':
        return primary(`${this.fit(node.object, LEVELS.primary)}[${this.write(node.index).text}]`);
      case 'list':
        return primary(`[${node.items.map((item) => this.write(item).text).join(', ')}]`);
      case 'map':
        return primary(`{${node.entries.map((entry) => this.entry(entry)).join(', ')}}`);
      case 'unary': {
        const isNested = node.operator === '-' && node.operand.kind === 'unary';
        return at(LEVELS.unary, `${node.operator}${this.fit(node.operand, isNested ? LEVELS.primary : LEVELS.unary)}`);
      }
      case 'binary':
        return this.binary(node);
      case 'logic': {
        const level = node.operator === '&&' ? LEVELS.and : LEVELS.or;
        return at(level, node.terms.map((term) => this.fit(term, next(level))).join(` ${node.operator} `));
      }
      case 'choice': {
        const [condition, then, otherwise] = [node.condition, node.then, node.otherwise].map((part) =>
          this.fit(part, LEVELS.or),
        );
        return at(LEVELS.choice, `${condition} ? ${then} : ${otherwise}`);
      }
      case 'call':
        return this.call(node);
      case 'has':
        return at(LEVELS.equality, `${this.optionalPath(node.path)} != null`);
      case 'macro': {
        const range = this.fit(node.range, LEVELS.primary);
        const method = node.macro === 'exists' ? 'some' : 'every';
        return primary(`${range}.${method}(${node.item} => ${this.fit(node.predicate, LEVELS.choice)})`);
      }
    }
  }

  private fit(node: SyntaxNode, level: Level): string {
    const written = this.write(node);
    return written.level >= level ? written.text : `(${written.text})`;
  }

  private entry({ key, value }: NodeOf<'map'>['entries'][number]): string {
    const isText = key.kind === 'literal' && typeof key.value === 'string' && key.value !== '__proto__';
    return `${isText ? this.write(key).text : `[${this.write(key).text}]`}: ${this.write(value).text}`;
  }

  private binary(node: NodeOf<'binary'>): Written {
    if (node.operator === 'in') {
      const item = this.write(node.left).text;
      const range = this.write(node.right).text;
      if (node.left.kind === 'literal' && typeof node.left.value === 'string' && node.right.kind !== 'list')
        return at(LEVELS.relation, `${item} in ${this.fit(node.right, LEVELS.sum)}`);
      return primary(`[...${this.fit(node.right, LEVELS.primary) === range ? range : `(${range})`}].includes(${item})`);
    }
    const { text, level } = OPERATORS[node.operator];
    return at(level, `${this.fit(node.left, level)} ${text} ${this.fit(node.right, next(level))}`);
  }

  private call(node: NodeOf<'call'>): Written {
    const [first, second] = node.arguments;
    if (first === undefined) return primary(`${node.name}()`);
    if (node.name === 'In' && first.kind === 'literal' && typeof first.value === 'string')
      return primary(`In(${quoted(this.nameOf(first.value))})`);
    const functionName = FUNCTIONS.get(node.name);
    if (functionName !== undefined) return primary(`${functionName}(${this.write(first).text})`);
    const receiver = this.fit(first, LEVELS.primary);
    if (node.name === 'size') return primary(`${receiver}.length`);
    return primary(
      `${receiver}.${METHODS.get(node.name) ?? node.name}(${second === undefined ? '' : this.write(second).text})`,
    );
  }

  /** `a?.b`: has() is false, not a fault, where a part on the way is missing. */
  private optionalPath(path: SyntaxNode): string {
    if (path.kind === 'field') return `${this.optionalPath(path.object)}?.${path.field}`;
    if (path.kind === 'index') return `${this.optionalPath(path.object)}?.[${this.write(path.index).text}]`;
    return this.fit(path, LEVELS.primary);
  }
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ['event', '_event.data'],
  ['_now', 'Date.now()'],
]);

const FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ['In', 'In'],
  ['int', 'Math.trunc'],
  ['double', 'Number'],
  ['string', 'String'],
]);

const METHODS: ReadonlyMap<string, string> = new Map([
  ['lower', 'toLowerCase'],
  ['upper', 'toUpperCase'],
  ['contains', 'includes'],
]);

const OPERATORS: Readonly<Record<Exclude<NodeOf<'binary'>['operator'], 'in'>, { text: string; level: Level }>> = {
  '*': { text: '*', level: LEVELS.product },
  '/': { text: '/', level: LEVELS.product },
  '%': { text: '%', level: LEVELS.product },
  '+': { text: '+', level: LEVELS.sum },
  '-': { text: '-', level: LEVELS.sum },
  '<': { text: '<', level: LEVELS.relation },
  '<=': { text: '<=', level: LEVELS.relation },
  '>': { text: '>', level: LEVELS.relation },
  '>=': { text: '>=', level: LEVELS.relation },
  '==': { text: '===', level: LEVELS.equality },
  '!=': { text: '!==', level: LEVELS.equality },
};

function primary(text: string): Written {
  return { text, level: LEVELS.primary };
}

function at(level: Level, text: string): Written {
  return { text, level };
}

function next(level: Level): Level {
  return (level + 1) as Level;
}

function quoted(text: string): string {
  const inside = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inside.replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`;
}
