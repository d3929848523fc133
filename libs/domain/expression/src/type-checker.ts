import type { ExpressionProblem } from './api.ts';
import type { TypeCode } from './codes.ts';
import { isRootedIn, pathsProven, spelled } from './known-set.ts';
import { nearest } from './nearest.ts';
import { SIGNATURES } from './signatures.ts';
import type { BinaryNode, CallNode, LogicNode, MacroNode, Node } from './syntax.ts';
import { areLike, joinTypes, typeName } from './type-relations.ts';
import type { Type, TypeEnvironment } from './types.ts';

const ANY: Type = { kind: 'any' };
const BOOL: Type = { kind: 'bool' };
const NUMBER: Type = { kind: 'number' };
const STRING: Type = { kind: 'string' };

/** What is known at one place of an expression, beside the environment: a macro's item, and paths proven to be set. */
interface Knowledge {
  readonly item?: { readonly name: string; readonly type: Type };
  readonly proven: ReadonlySet<string>;
}

/** Walks an expression once, collecting every problem; `any` stops one fault from being reported again further up. */
export class TypeChecker {
  readonly problems: ExpressionProblem[] = [];
  readonly #environment: TypeEnvironment;

  constructor(environment: TypeEnvironment) {
    this.#environment = environment;
  }

  /** The type of an operand whose value is used: reports it if it may be unset, unless its place takes that. */
  typeOf(node: Node, known: Knowledge, mayBeUnset = false): Type {
    const type = this.#visit(node, known);
    if (type.nullable !== true || mayBeUnset) return type;
    const path = spelled(node);
    const proven = { ...type, nullable: false };
    if (path !== undefined && known.proven.has(path)) return proven;
    const written = path ?? 'this';
    // has() takes nothing that ends in an index.
    const fix = path === undefined || node.kind === 'index' ? 'Test it first.' : `Test it first: has(${path}) && …`;
    this.problems.push({
      code: 'maybe-unset',
      at: node.at,
      message: `${written} may be unset.`,
      fix,
      severity: 'warning',
    });
    return proven;
  }

  report(code: TypeCode, at: number, message: string, fix?: string): Type {
    this.problems.push(fix === undefined ? { code, at, message } : { code, at, message, fix });
    return ANY;
  }

  #visit(node: Node, known: Knowledge): Type {
    switch (node.kind) {
      case 'literal':
        return node.value === null ? { kind: 'null' } : { kind: literalKind(node.value) };
      case 'name':
        return this.#nameType(node.name, node.at, known);
      case 'field':
        return this.#fieldType(this.typeOf(node.object, known), node.field, node.end - node.field.length);
      case 'index':
        return this.#indexType(this.typeOf(node.object, known), node.index, known);
      case 'list':
        return { kind: 'list', of: this.#commonType(node.items, known) };
      case 'map':
        return this.#mapType(node.entries, known);
      case 'unary':
        this.#expect(node.operand, node.operator === '!' ? ['bool'] : ['number'], node.operator, known);
        return node.operator === '!' ? BOOL : NUMBER;
      case 'binary':
        return this.#binaryType(node, known);
      case 'logic':
        return this.#logicType(node, known);
      case 'choice': {
        this.#expect(node.condition, ['bool'], '?', known);
        const then = this.#visit(node.then, grow(known, pathsProven(node.condition, true)));
        return joinTypes(then, this.#visit(node.otherwise, grow(known, pathsProven(node.condition, false))));
      }
      case 'call':
        return this.#callType(node, known);
      case 'has':
        this.#askedType(node.path, known);
        return BOOL;
      case 'macro':
        return this.#macroType(node, known);
    }
  }

  /** Of a path inside has(): asking is how unset is met, so only misspelt names are reported on its way. */
  #askedType(node: Node, known: Knowledge): Type {
    if (node.kind === 'field')
      return this.#fieldType(this.#askedType(node.object, known), node.field, node.end - node.field.length);
    if (node.kind === 'index') return this.#indexType(this.#askedType(node.object, known), node.index, known);
    return this.#visit(node, known);
  }

  #nameType(name: string, at: number, known: Knowledge): Type {
    if (known.item?.name === name) return known.item.type;
    const { names } = this.#environment;
    const type = Object.hasOwn(names, name) ? names[name] : undefined;
    return type ?? this.report('unknown-name', at, `${name} is not declared.`, suggestion(name, Object.keys(names)));
  }

  #fieldType(object: Type, field: string, at: number): Type {
    if (object.kind === 'any') return ANY;
    if (object.kind !== 'map') return this.report('wrong-type', at, `${typeName(object)} has no fields.`);
    if (object.fields === undefined) return ANY;
    const type = Object.hasOwn(object.fields, field) ? object.fields[field] : undefined;
    return (
      type ??
      this.report('unknown-field', at, `There is no field ${field}.`, suggestion(field, Object.keys(object.fields)))
    );
  }

  #indexType(object: Type, index: Node, known: Knowledge): Type {
    if (object.kind === 'map' && index.kind === 'literal' && typeof index.value === 'string')
      return this.#fieldType(object, index.value, index.at);
    if (object.kind === 'list') {
      this.#expect(index, ['number'], '[ ]', known);
      return object.of;
    }
    this.#expect(index, object.kind === 'map' ? ['string'] : ['string', 'number'], '[ ]', known);
    if (object.kind === 'any' || object.kind === 'map') return ANY;
    return this.report('wrong-type', index.at, `${typeName(object)} has no elements.`);
  }

  #commonType(nodes: readonly Node[], known: Knowledge): Type {
    const types = nodes.map((node) => this.#visit(node, known));
    return types.length === 0 ? ANY : types.reduce(joinTypes);
  }

  #mapType(entries: readonly { readonly key: Node; readonly value: Node }[], known: Knowledge): Type {
    const fields: [string, Type][] = [];
    let isOpen = false;
    for (const { key, value } of entries) {
      this.#expect(key, ['string'], '{ }', known);
      const type = this.#visit(value, known);
      if (key.kind === 'literal') fields.push([String(key.value), type]);
      else isOpen = true;
    }
    return isOpen ? { kind: 'map' } : { kind: 'map', fields: Object.fromEntries(fields) };
  }

  #binaryType(node: BinaryNode, known: Knowledge): Type {
    const { operator, operatorAt: at } = node;
    const left = this.typeOf(node.left, known);
    const right = this.typeOf(node.right, known);
    const pair = `${typeName(left)} and ${typeName(right)}`;
    switch (operator) {
      case '==':
      case '!=':
        if (!areLike(left, right)) this.report('unlike-types', at, `${pair} are never equal.`);
        return BOOL;
      case '<':
      case '<=':
      case '>':
      case '>=':
        if (!isOneOf(left, ['number', 'string', 'bool']) || !isOneOf(right, ['number', 'string', 'bool']))
          this.report('wrong-type', at, `${pair} have no order.`);
        else if (!areLike(left, right)) this.report('unlike-types', at, `${pair} cannot be compared.`);
        return BOOL;
      case 'in':
        return this.#memberType(left, right, at);
      case '+':
        if (left.kind === 'any' || right.kind === 'any') return left.kind === 'any' ? right : left;
        if (left.kind === right.kind && isOneOf(left, ['number', 'string', 'list'])) return joinTypes(left, right);
        return this.report('wrong-type', at, `+ cannot take ${pair}.`, 'Convert with string(…) or double(…).');
      default:
        if (!isOneOf(left, ['number']) || !isOneOf(right, ['number']))
          this.report('wrong-type', at, `${operator} cannot take ${pair}.`);
        return NUMBER;
    }
  }

  #memberType(left: Type, right: Type, at: number): Type {
    if (!isOneOf(right, ['list', 'map']))
      this.report('wrong-type', at, `in looks into a list or a map, not ${typeName(right)}.`);
    const element = right.kind === 'list' ? right.of : right.kind === 'map' ? STRING : ANY;
    if (!areLike(left, element))
      this.report('unlike-types', at, `${typeName(left)} is never in a ${right.kind} of ${typeName(element)}.`);
    return BOOL;
  }

  /** A term that settles the answer absorbs the others' faults, so each term may rely on what all the others prove. */
  #logicType(node: LogicNode, known: Knowledge): Type {
    const proofs = node.terms.map((term) => pathsProven(term, node.operator === '&&'));
    for (const [index, term] of node.terms.entries())
      this.#expect(term, ['bool'], node.operator, grow(known, proofs.filter((_, other) => other !== index).flat()));
    return BOOL;
  }

  #callType(node: CallNode, known: Knowledge): Type {
    const signature = SIGNATURES.get(node.name);
    for (const [index, argument] of node.arguments.entries())
      this.#expect(argument, signature?.parameters[index] ?? [], `${node.name}()`, known);
    const state = node.arguments[0];
    const { states } = this.#environment;
    if (node.name === 'In' && states !== undefined && state?.kind === 'literal' && typeof state.value === 'string')
      if (!states.has(state.value))
        this.report(
          'unknown-state',
          state.at,
          `There is no state ${state.value}.`,
          suggestion(state.value, [...states]),
        );
    return signature?.result ?? ANY;
  }

  #macroType(node: MacroNode, known: Knowledge): Type {
    const range = this.typeOf(node.range, known);
    if (!isOneOf(range, ['list', 'map']))
      this.report('wrong-type', node.at, `${node.macro} goes through a list or a map, not ${typeName(range)}.`);
    const type = range.kind === 'list' ? range.of : range.kind === 'map' ? STRING : ANY;
    // What was proven of another thing of that name says nothing of the item.
    const proven = new Set([...known.proven].filter((path) => !isRootedIn(path, node.item)));
    this.#expect(node.predicate, ['bool'], node.macro, { proven, item: { name: node.item, type } });
    return BOOL;
  }

  #expect(node: Node, kinds: readonly Type['kind'][], taker: string, known: Knowledge): void {
    const type = this.typeOf(node, known);
    if (!isOneOf(type, kinds))
      this.report('wrong-type', node.at, `${taker} takes ${kinds.join(' or ')}, not ${typeName(type)}.`);
  }
}

function isOneOf(type: Type, kinds: readonly Type['kind'][]): boolean {
  return type.kind === 'any' || kinds.includes(type.kind);
}

function literalKind(value: boolean | number | string): 'bool' | 'number' | 'string' {
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'number' ? 'number' : 'string';
}

function suggestion(word: string, known: readonly string[]): string | undefined {
  const meant = nearest(word, known);
  return meant === undefined ? undefined : `Did you mean ${meant}?`;
}

function grow(known: Knowledge, paths: readonly string[]): Knowledge {
  return paths.length === 0 ? known : { ...known, proven: new Set([...known.proven, ...paths]) };
}
