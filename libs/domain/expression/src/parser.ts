import { MAX_SOURCE_DEPTH } from './limits.ts';
import { SyntaxFault } from './syntax-fault.ts';
import type { BinaryOperator, Node } from './syntax.ts';
import { parseFunctionCall, parseMethodCall } from './parse-calls.ts';
import { requireName } from './words.ts';
import { nextToken, type Token } from './tokenise.ts';

/** How tightly a binary operator binds; the higher the tighter. */
const STRENGTHS: ReadonlyMap<string, number> = new Map([
  ...['<', '<=', '>', '>=', '==', '!=', 'in'].map((relation) => [relation, 1] as const),
  ...['+', '-'].map((sum) => [sum, 2] as const),
  ...['*', '/', '%'].map((product) => [product, 3] as const),
]);

/** A recursive-descent reader of CEL's grammar: choice > or > and > relation > sum > product > unary > member > primary. */
export class Parser {
  readonly source: string;
  /** The token that comes next; what follows it is read once it is taken. */
  private token: Token;
  private depth = 0;

  constructor(source: string) {
    this.source = source;
    this.token = nextToken(source, 0);
  }

  /** The whole source as one expression. Throws SyntaxFault. */
  readAll(): Node {
    const node = this.readExpression();
    const { token } = this;
    if (token.kind !== 'end') throw this.unexpected(token);
    return node;
  }

  readExpression(): Node {
    this.goDeeper();
    const condition = this.readOr();
    const node = this.takes('?') ? this.readChoice(condition) : condition;
    this.depth -= 1;
    return node;
  }

  take(): Token {
    const { token } = this;
    this.token = nextToken(this.source, token.end);
    return token;
  }

  /** Takes the next token if it is this mark. */
  takes(mark: string): boolean {
    if (!this.isNext(mark)) return false;
    this.take();
    return true;
  }

  isNext(mark: string): boolean {
    return this.token.kind === 'mark' && this.token.text === mark;
  }

  expect(mark: string): Token {
    if (!this.isNext(mark)) throw this.unexpected(this.token, mark);
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
      if (!allowsTrailingComma && this.isNext(closing)) throw this.unexpected(this.token);
    }
    // Without the room that a growing list keeps: trees live as long as their machine.
    return { items: items.slice(), end: this.expect(closing).end };
  }

  private goDeeper(): void {
    this.depth += 1;
    if (this.depth > MAX_SOURCE_DEPTH)
      throw new SyntaxFault(
        'nested-too-deep',
        this.token.at,
        `The expression is nested deeper than ${MAX_SOURCE_DEPTH} levels.`,
        'Split it: compute a part into a variable first.',
      );
  }

  private readChoice(condition: Node): Node {
    const then = this.readOr();
    this.expect(':');
    const otherwise = this.readExpression();
    return { kind: 'choice', condition, then, otherwise, at: condition.at, end: otherwise.end };
  }

  private readOr(): Node {
    const first = this.readAnd();
    if (!this.isNext('||')) return first;
    const terms = [first];
    while (this.takes('||')) terms.push(this.readAnd());
    return { kind: 'logic', operator: '||', terms: terms.slice(), at: first.at, end: terms.at(-1)?.end ?? first.end };
  }

  private readAnd(): Node {
    const first = this.readBinary(1);
    if (!this.isNext('&&')) return first;
    const terms = [first];
    while (this.takes('&&')) terms.push(this.readBinary(1));
    return { kind: 'logic', operator: '&&', terms: terms.slice(), at: first.at, end: terms.at(-1)?.end ?? first.end };
  }

  /** Operators that bind at least as tightly as `weakest`; equal ones group to the left. */
  private readBinary(weakest: number): Node {
    let left = this.readUnary();
    for (;;) {
      const { token } = this;
      const strength = token.kind === 'mark' || token.kind === 'word' ? (STRENGTHS.get(token.text) ?? 0) : 0;
      if (strength < weakest) return left;
      this.take();
      const right = this.readBinary(strength + 1);
      const operator = token.text as BinaryOperator;
      left = { kind: 'binary', operator, operatorAt: token.at, left, right, at: left.at, end: right.end };
    }
  }

  private readUnary(): Node {
    const { token } = this;
    if (token.kind !== 'mark' || (token.text !== '!' && token.text !== '-')) return this.readMember();
    this.take();
    // In CEL's grammar an operand of one of the two begins with the same or with neither.
    if (this.isNext(token.text === '!' ? '-' : '!')) throw this.unexpected(this.token, 'a bracket');
    this.goDeeper();
    const operand = this.readUnary();
    this.depth -= 1;
    return { kind: 'unary', operator: token.text, operand, at: token.at, end: operand.end };
  }

  private readMember(): Node {
    let node = this.readPrimary();
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

  private readPrimary(): Node {
    const token = this.take();
    const { at, end } = token;
    if (token.kind === 'number') return { kind: 'literal', value: token.value ?? 0, at, end };
    if (token.kind === 'text') return { kind: 'literal', value: token.text, at, end };
    if (token.kind === 'word') return this.readWord(token);
    if (token.kind === 'mark' && token.text === '(') {
      const inner = this.readExpression();
      return { ...inner, at, end: this.expect(')').end };
    }
    if (token.kind === 'mark' && token.text === '[') {
      const { items, end: closed } = this.readItems(']', true);
      return { kind: 'list', items, at, end: closed };
    }
    if (token.kind === 'mark' && token.text === '{') return this.readMap(at);
    throw this.unexpected(token);
  }

  private readWord(token: Token): Node {
    const { text, at, end } = token;
    if (text === 'true' || text === 'false') return { kind: 'literal', value: text === 'true', at, end };
    if (text === 'null') return { kind: 'literal', value: null, at, end };
    if (this.isNext('(')) return parseFunctionCall(this, token);
    return { kind: 'name', name: requireName(token, 'name'), at, end };
  }

  private readMap(at: number): Node {
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
