import { compileMacro } from './compile-macro.ts';
import { compileField, compileHas, compileIndex, compileName, type Locals } from './compile-path.ts';
import { Fault } from './fault.ts';
import { outOfFuel, spend, type Run } from './frame.ts';
import { FUNCTIONS } from './functions.ts';
import { measure } from './measure.ts';
import { OPERATORS, type Operate } from './operators.ts';
import type { BinaryNode, CallNode, ChoiceNode, ListNode, LogicNode, MapNode, Node, UnaryNode } from './syntax.ts';
import type { Value } from './value.ts';
import { kindOf } from './values.ts';

/** Turns a node into a closure, once per expression. `item` is the name that an enclosing macro binds. */
export function compileNode(node: Node, item: Locals): Run {
  switch (node.kind) {
    case 'literal':
      return compileLiteral(node.value, node.at);
    case 'name':
      return compileName(node, item);
    case 'field':
      return compileField(node, item);
    case 'index':
      return compileIndex(node, item);
    case 'list':
      return compileList(node, item);
    case 'map':
      return compileMap(node, item);
    case 'unary':
      return compileUnary(node, item);
    case 'binary':
      return compileBinary(node, item);
    case 'logic':
      return compileLogic(node, item);
    case 'choice':
      return compileChoice(node, item);
    case 'call':
      return compileCall(node, item);
    case 'has':
      return compileHas(node, item);
    case 'macro':
      return compileMacro(node);
  }
}

function compileLiteral(value: Value, at: number): Run {
  return (frame) => (spend(frame, 1) ? value : outOfFuel(at));
}

function compileList(node: ListNode, item: Locals): Run {
  const parts = node.items.map((part) => compileNode(part, item));
  return (frame) => {
    const items: Value[] = [];
    for (const part of parts) {
      const value = part(frame);
      if (value instanceof Fault) return value;
      items.push(value);
    }
    return spend(frame, measure(items, frame.fuel.left)) ? items : outOfFuel(node.at);
  };
}

function compileMap(node: MapNode, item: Locals): Run {
  const parts = node.entries.map(({ key, value }) => ({
    at: key.at,
    key: compileNode(key, item),
    value: compileNode(value, item),
  }));
  return (frame) => {
    const map = new Map<string, Value>();
    for (const part of parts) {
      const key = part.key(frame);
      if (key instanceof Fault) return key;
      if (typeof key !== 'string') return new Fault('wrong-type', part.at, `A key is a string, not ${kindOf(key)}.`);
      if (map.has(key)) return new Fault('duplicate-key', part.at, 'A map has each key once.');
      const value = part.value(frame);
      if (value instanceof Fault) return value;
      map.set(key, value);
    }
    // fromEntries defines own properties: a key `__proto__` is a key, not a prototype.
    const built = Object.fromEntries(map);
    return spend(frame, measure(built, frame.fuel.left)) ? built : outOfFuel(node.at);
  };
}

function compileUnary(node: UnaryNode, item: Locals): Run {
  const { operator, at } = node;
  const operand = compileNode(node.operand, item);
  return (frame) => {
    if (!spend(frame, 1)) return outOfFuel(at);
    const value = operand(frame);
    if (value instanceof Fault) return value;
    if (operator === '!' && typeof value === 'boolean') return !value;
    if (operator === '-' && typeof value === 'number') return 0 - value;
    return new Fault('wrong-type', at, `${operator} cannot take ${kindOf(value)}.`);
  };
}

function compileBinary(node: BinaryNode, item: Locals): Run {
  const at = node.operatorAt;
  const left = compileNode(node.left, item);
  const right = compileNode(node.right, item);
  const operate = OPERATORS[node.operator];
  if (node.right.kind === 'literal') return compileAgainst(node.right.value, left, operate, at);
  return (frame) => {
    if (!spend(frame, 1)) return outOfFuel(at);
    const a = left(frame);
    if (a instanceof Fault) return a;
    const b = right(frame);
    if (b instanceof Fault) return b;
    return operate(frame, a, b, at);
  };
}

/** `path < 1000`: a literal on the right, which most comparisons have, needs no closure of its own. */
function compileAgainst(right: Value, left: Run, operate: Operate, at: number): Run {
  return (frame) => {
    if (!spend(frame, 2)) return outOfFuel(at);
    const a = left(frame);
    return a instanceof Fault ? a : operate(frame, a, right, at);
  };
}

/** `false && error` and `error && false` are both false: a term that settles the answer absorbs the others' faults. */
function compileLogic(node: LogicNode, item: Locals): Run {
  const settles = node.operator === '||';
  const runs = node.terms.map((term) => compileNode(term, item));
  return (frame) => {
    let fault: Fault | undefined;
    for (let index = 0; index < runs.length; index += 1) {
      const value = spend(frame, 1) ? runs[index]?.(frame) : outOfFuel(node.at);
      if (value === settles) return settles;
      if (value instanceof Fault) {
        if (value.isFatal) return value;
        fault ??= value;
      } else if (value !== !settles) fault ??= notBool(node, index, value ?? null);
    }
    return fault ?? !settles;
  };
}

function notBool(node: LogicNode, index: number, value: Value): Fault {
  return new Fault('wrong-type', node.terms[index]?.at ?? node.at, `${node.operator} cannot take ${kindOf(value)}.`);
}

function compileChoice(node: ChoiceNode, item: Locals): Run {
  const condition = compileNode(node.condition, item);
  const then = compileNode(node.then, item);
  const otherwise = compileNode(node.otherwise, item);
  return (frame) => {
    if (!spend(frame, 1)) return outOfFuel(node.at);
    const value = condition(frame);
    if (value === true) return then(frame);
    if (value === false) return otherwise(frame);
    if (value instanceof Fault) return value;
    return new Fault('wrong-type', node.at, `? decides by a bool, not ${kindOf(value)}.`);
  };
}

function compileCall(node: CallNode, item: Locals): Run {
  const apply = FUNCTIONS.get(node.name);
  if (apply === undefined) throw new TypeError(`The function ${node.name} has a signature and no meaning.`);
  const [first, second] = node.arguments.map((argument) => compileNode(argument, item));
  return (frame) => {
    if (!spend(frame, 1)) return outOfFuel(node.nameAt);
    const a = first === undefined ? null : first(frame);
    if (a instanceof Fault) return a;
    const b = second === undefined ? null : second(frame);
    if (b instanceof Fault) return b;
    return apply(frame, a, b, node.nameAt);
  };
}
