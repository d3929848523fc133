import type { Value, ValueMap } from '@parley/expression';
import { asText } from './as-text.ts';
import { Budget } from './budget.ts';
import { evaluateExpression, isTruthy, type Rendering } from './evaluate-expression.ts';
import { RenderFault } from './render-fault.ts';
import type { LoopNode, Node } from './syntax.ts';
import type { CompiledTemplate, ReadPath, RenderResult } from './template.ts';

/**
 * The template's text. `values` are keyed by rooted path (`slots.amount`) or by root (`slots`); a function answers them
 * as well. What is not set renders as nothing. Never throws; the outcome depends on the arguments alone.
 */
export function renderTemplate(template: CompiledTemplate, values: ValueMap | ReadPath): RenderResult {
  const read = typeof values === 'function' ? values : (path: string) => readValues(values, path);
  const rendering: Rendering = { read, budget: new Budget(), locals: new Map() };
  try {
    return { ok: true, text: renderNodes(template.nodes, rendering) };
  } catch (thrown) {
    if (!(thrown instanceof RenderFault)) throw thrown;
    return { ok: false, code: thrown.code, at: thrown.at, message: thrown.message };
  }
}

/** The value of a path, given whole or inside one of its parents; own properties only. */
function readValues(values: ValueMap, path: string): Value | undefined {
  if (Object.hasOwn(values, path)) return values[path];
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const parent = path.slice(0, dot);
    if (Object.hasOwn(values, parent)) return descend(values[parent], path.slice(dot + 1).split('.'));
  }
  return undefined;
}

function descend(from: Value | undefined, fields: readonly string[]): Value | undefined {
  let value = from;
  for (const field of fields) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, field))
      return undefined;
    value = (value as ValueMap)[field];
  }
  return value;
}

function renderNodes(nodes: readonly Node[], rendering: Rendering): string {
  let text = '';
  for (const node of nodes) {
    rendering.budget.work(0, node.at);
    text += renderNode(node, rendering);
  }
  return text;
}

function renderNode(node: Node, rendering: Rendering): string {
  switch (node.kind) {
    case 'text':
      rendering.budget.write(node.text.length, node.at);
      return node.text;
    case 'output': {
      const text = asText(evaluateExpression(node.value, rendering), rendering.budget, node.at);
      rendering.budget.write(text.length, node.at);
      return text;
    }
    case 'if': {
      const branch = node.branches.find(({ condition }) => isTruthy(evaluateExpression(condition, rendering)));
      return renderNodes(branch?.nodes ?? node.otherwise, rendering);
    }
    case 'for':
      return renderLoop(node, rendering);
  }
}

function renderLoop(node: LoopNode, rendering: Rendering): string {
  const stretch = stretchOf(node, rendering);
  if (stretch.length === 0) return renderNodes(node.otherwise, rendering);
  const { locals, budget } = rendering;
  const outer = [locals.get(node.item), locals.get('forloop')] as const;
  let text = '';
  for (let index = 0; index < stretch.length; index += 1) {
    budget.iterate(node.at);
    locals.set(node.item, stretch.item(index));
    locals.set('forloop', loopState(index, stretch.length));
    text += renderNodes(node.nodes, rendering);
  }
  // A name that shadowed an outer loop's gives it back.
  for (const [name, value] of [[node.item, outer[0]] as const, ['forloop', outer[1]] as const])
    if (value === undefined) locals.delete(name);
    else locals.set(name, value);
  return text;
}

/** The part of a list that a loop goes through, read item by item: a copy of a long one would cost before any round is paid for. */
interface Stretch {
  readonly length: number;
  readonly item: (index: number) => Value;
}

function stretchOf(node: LoopNode, rendering: Rendering): Stretch {
  const list = evaluateExpression(node.list, rendering);
  if (list === undefined || list === null) return { length: 0, item: () => null };
  if (!Array.isArray(list)) throw new RenderFault('template-wrong-type', node.at, 'for goes through a list.');
  const items = list as readonly Value[];
  const from = Math.min(countOf(node.offset, 0, node, rendering), items.length);
  const length = Math.min(countOf(node.limit, items.length, node, rendering), items.length - from);
  const at = (index: number): number => from + (node.isReversed ? length - 1 - index : index);
  return { length, item: (index) => items[at(index)] ?? null };
}

function countOf(expression: LoopNode['limit'], absent: number, node: LoopNode, rendering: Rendering): number {
  if (expression === undefined) return absent;
  const count = evaluateExpression(expression, rendering);
  if (typeof count === 'number' && count >= 0) return Math.trunc(count);
  throw new RenderFault('template-wrong-type', node.at, 'limit and offset are numbers from 0 up.');
}

function loopState(index: number, length: number): ValueMap {
  return {
    index: index + 1,
    index0: index,
    rindex: length - index,
    first: index === 0,
    last: index === length - 1,
    length,
  };
}
