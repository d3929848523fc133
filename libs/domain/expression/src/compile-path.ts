import { compileNode } from './compile-node.ts';
import { Fault, type Outcome } from './fault.ts';
import { outOfFuel, spend, type Run } from './frame.ts';
import type { FieldNode, HasNode, IndexNode, NameNode, Node } from './syntax.ts';
import { isList, isMap, kindOf, ownField } from './values.ts';
import type { Value } from './value.ts';

/** The name that the enclosing macro binds, if there is one. */
export type Locals = string | undefined;

export function compileName(node: NameNode, item: Locals): Run {
  const { name, at } = node;
  if (name === item) return (frame) => (spend(frame, 1) ? frame.item : outOfFuel(at));
  return (frame) => {
    if (!spend(frame, 1)) return outOfFuel(at);
    const value = frame.scope.read(name);
    return value === undefined ? new Fault('unset-name', at, `${name} is not set.`) : value;
  };
}

export function compileField(node: FieldNode, item: Locals): Run {
  const { field, end, object } = node;
  const at = end - field.length;
  if (object.kind === 'name' && object.name !== item) return compileRootedField(object, field, at);
  const readObject = compileNode(object, item);
  return (frame) => {
    if (!spend(frame, 1)) return outOfFuel(at);
    const map = readObject(frame);
    return map instanceof Fault ? map : readField(map, field, at);
  };
}

/** `root.field`, which most conditions are made of, in one closure instead of two. */
function compileRootedField(root: NameNode, field: string, at: number): Run {
  const { name } = root;
  return (frame) => {
    if (!spend(frame, 2)) return outOfFuel(at);
    const map = frame.scope.read(name);
    if (map === undefined) return new Fault('unset-name', root.at, `${name} is not set.`);
    return readField(map, field, at);
  };
}

export function compileIndex(node: IndexNode, item: Locals): Run {
  const at = node.index.at;
  const object = compileNode(node.object, item);
  const index = compileNode(node.index, item);
  return (frame) => {
    if (!spend(frame, 1)) return outOfFuel(at);
    const container = object(frame);
    if (container instanceof Fault) return container;
    const key = index(frame);
    if (key instanceof Fault) return key;
    return isList(container) ? readItem(container, key, at) : readField(container, key, at);
  };
}

/** Answers false where any part of the path is unset or null: one test makes the whole path safe to read. */
export function compileHas(node: HasNode, item: Locals): Run {
  const probe = compileProbe(node.path, item);
  return (frame) => {
    if (!spend(frame, 1)) return outOfFuel(node.at);
    const value = probe(frame);
    return value instanceof Fault ? value : value !== null;
  };
}

/** Like `compileNode`, but what is unset reads as null. */
function compileProbe(node: Node, item: Locals): Run {
  if (node.kind === 'index') return compileIndexProbe(node, item);
  if (node.kind !== 'name' && node.kind !== 'field') return compileNode(node, item);
  if (node.kind === 'name') {
    const { name, at } = node;
    if (name === item) return compileName(node, item);
    return (frame) => (spend(frame, 1) ? (frame.scope.read(name) ?? null) : outOfFuel(at));
  }
  const object = compileProbe(node.object, item);
  const { field, end } = node;
  return (frame) => {
    if (!spend(frame, 1)) return outOfFuel(end);
    const map = object(frame);
    if (map === null || map instanceof Fault) return map;
    return isMap(map) ? (ownField(map, field) ?? null) : readField(map, field, end - field.length);
  };
}

function compileIndexProbe(node: IndexNode, item: Locals): Run {
  const at = node.index.at;
  const object = compileProbe(node.object, item);
  const index = compileNode(node.index, item);
  return (frame) => {
    if (!spend(frame, 1)) return outOfFuel(at);
    const container = object(frame);
    if (container === null || container instanceof Fault) return container;
    const key = index(frame);
    if (key instanceof Fault) return key;
    const found = isList(container) ? readItem(container, key, at) : readField(container, key, at);
    return found instanceof Fault && isMissing(found) ? null : found;
  };
}

function isMissing({ code }: Fault): boolean {
  return code === 'no-such-field' || code === 'index-out-of-range';
}

function readField(map: Value, key: Value, at: number): Outcome {
  if (!isMap(map)) return new Fault('wrong-type', at, `${kindOf(map)} has no fields.`);
  if (typeof key !== 'string') return new Fault('wrong-type', at, `A map is read by a string, not ${kindOf(key)}.`);
  const value = ownField(map, key);
  return value === undefined ? new Fault('no-such-field', at, `There is no ${key.slice(0, 80)} here.`) : value;
}

function readItem(list: readonly Value[], index: Value, at: number): Outcome {
  if (typeof index !== 'number')
    return new Fault('wrong-type', at, `A list is read by a number, not ${kindOf(index)}.`);
  const item = Number.isInteger(index) && index >= 0 && index < list.length ? list[index] : undefined;
  if (item !== undefined) return item;
  return new Fault('index-out-of-range', at, `There is no element ${index} in a list of ${list.length}.`);
}
