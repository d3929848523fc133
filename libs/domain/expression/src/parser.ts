import { MAX_SOURCE_DEPTH } from './limits.ts';
import { SyntaxFault } from './syntax-fault.ts';
import type { BinaryOperator, Node } from './syntax.ts';
import { parseFunctionCall, parseMethodCall } from './parse-calls.ts';
import { requireName } from './words.ts';
import { tokenise, type Token } from './tokenise.ts';

const RELATIONS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '==', '!=', 'in']);
const SUMS: ReadonlySet<string> = new Set(['+', '-']);
const PRODUCTS: ReadonlySet<string> = new Set(['*', '/', '%']);

/** A recursive-descent reader of CEL's grammar: choice > or > and > relation > sum > product > unary > member > primary. */
export class Parser {
  readonly source: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(source: string) {
    this.source = source;
    this.#tokens = tokenise(source);
  }

  /** The whole source as one expression. Throws SyntaxFault. */
  readAll(): Node {
    const node = this.readExpression();
    const token = this.peek();
    if (token.kind !== 'end') throw this.unexpected(token);
    return node;
  }

  readExpression(): Node {
    return this.#deeper(() => {
      const condition = this.#readLogic('||', () => this.#readLogic('&&', () => this.#readRelation()));
      if (!this.takes('?')) return condition;
      const then = this.#readLogic('||', () => this.#readLogic('&&', () => this.#readRelation()));
      this.expect(':');
      const otherwise = this.readExpression();
      return { kind: 'choice', condition, then, otherwise, at: condition.at, end: otherwise.end };
    });
  }

  peek(): Token {
    const token = this.#tokens[this.#next] ?? this.#tokens.at(-1);
    if (token === undefined) throw new SyntaxFault('unexpected-end', 0, 'The expression is empty.');
    return token;
  }

  take(): Token {
    const token = this.peek();
    this.#next += 1;
    return token;
  }

  /** Takes the next token if it is this mark (or the word `in`). */
  takes(mark: string): boolean {
    if (!this.isNext(mark)) return false;
    this.#next += 1;
    return true;
  }

  isNext(mark: string): boolean {
    const token = this.peek();
    return token.text === mark && (token.kind === 'mark' || (mark === 'in' && token.kind === 'word'));
  }

  expect(mark: string): Token {
    if (!this.isNext(mark)) throw this.unexpected(this.peek(), mark);
    return this.take();
  }

  unexpected(token: Token, expected?: string): SyntaxFault {
    const fix = expected === undefined ? undefined : `Expected ${expected} here.`;
    if (token.kind === 'end') return new SyntaxFault('unexpected-end', token.at, 'The expression ends too early.', fix);
    const written = this.source.slice(token.at, Math.min(token.end, token.at + 40));
    return new SyntaxFault('unexpected-token', token.at, `${written} cannot stand here.`, fix);
  }

  /** Comma-separated expressions up to `closing`, which is taken too; a trailing comma is allowed if the caller says so. */
  readItems(closing: string, allowsTrailingComma: boolean): { readonly items: readonly Node[]; readonly end: number } {
    const items: Node[] = [];
    while (!this.isNext(closing)) {
      items.push(this.readExpression());
      if (!this.takes(',')) break;
      if (!allowsTrailingComma && this.isNext(closing)) throw this.unexpected(this.peek());
    }
    return { items, end: this.expect(closing).end };
  }

  #deeper<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_SOURCE_DEPTH)
      throw new SyntaxFault(
        'nested-too-deep',
        this.peek().at,
        `The expression is nested deeper than ${MAX_SOURCE_DEPTH} levels.`,
        'Split it: compute a part into a variable first.',
      );
    const result = read();
    this.#depth -= 1;
    return result;
  }

  #readLogic(operator: '&&' | '||', readTerm: () => Node): Node {
    const first = readTerm();
    if (!this.isNext(operator)) return first;
    const terms = [first];
    while (this.takes(operator)) terms.push(readTerm());
    return { kind: 'logic', operator, terms, at: first.at, end: terms.at(-1)?.end ?? first.end };
  }

  #readRelation(): Node {
    return this.#readBinary(RELATIONS, () =>
      this.#readBinary(SUMS, () => this.#readBinary(PRODUCTS, () => this.#readUnary())),
    );
  }

  #readBinary(operators: ReadonlySet<string>, readOperand: () => Node): Node {
    let left = readOperand();
    for (;;) {
      const token = this.peek();
      if (token.kind === 'text' || !operators.has(token.text)) return left;
      this.take();
      const right = readOperand();
      const operator = token.text as BinaryOperator;
      left = { kind: 'binary', operator, operatorAt: token.at, left, right, at: left.at, end: right.end };
    }
  }

  #readUnary(): Node {
    const token = this.peek();
    if (token.kind !== 'mark' || (token.text !== '!' && token.text !== '-')) return this.#readMember();
    const operator = token.text;
    this.take();
    return this.#deeper(() => {
      const operand = this.#readUnary();
      return { kind: 'unary', operator, operand, at: token.at, end: operand.end };
    });
  }

  #readMember(): Node {
    let node = this.#readPrimary();
    for (;;) {
      if (this.takes('.')) {
        const word = this.take();
        if (word.kind !== 'word') throw this.unexpected(word, 'a field name');
        node = this.isNext('(')
          ? parseMethodCall(this, node, word)
          : { kind: 'field', object: node, field: requireName(word, 'field'), at: node.at, end: word.end };
      } else if (this.takes('[')) {
        const index = this.readExpression();
        node = { kind: 'index', object: node, index, at: node.at, end: this.expect(']').end };
      } else return node;
    }
  }

  #readPrimary(): Node {
    const token = this.take();
    const { at, end } = token;
    if (token.kind === 'number') return { kind: 'literal', value: token.value ?? 0, at, end };
    if (token.kind === 'text') return { kind: 'literal', value: token.text, at, end };
    if (token.kind === 'word') return this.#readWord(token);
    if (token.kind === 'mark' && token.text === '(') {
      const inner = this.readExpression();
      return { ...inner, at, end: this.expect(')').end };
    }
    if (token.kind === 'mark' && token.text === '[') {
      const { items, end: closed } = this.readItems(']', true);
      return { kind: 'list', items, at, end: closed };
    }
    if (token.kind === 'mark' && token.text === '{') return this.#readMap(at);
    throw this.unexpected(token);
  }

  #readWord(token: Token): Node {
    const { text, at, end } = token;
    if (text === 'true' || text === 'false') return { kind: 'literal', value: text === 'true', at, end };
    if (text === 'null') return { kind: 'literal', value: null, at, end };
    if (this.isNext('(')) return parseFunctionCall(this, token);
    return { kind: 'name', name: requireName(token, 'name'), at, end };
  }

  #readMap(at: number): Node {
    const entries: { key: Node; value: Node }[] = [];
    while (!this.isNext('}')) {
      const key = this.readExpression();
      this.expect(':');
      entries.push({ key, value: this.readExpression() });
      if (!this.takes(',')) break;
    }
    return { kind: 'map', entries, at, end: this.expect('}').end };
  }
}
