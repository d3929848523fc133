import type { Findings } from '../findings.ts';
import { pointerTo } from '../json/json-node.ts';
import type { JsonNode, JsonObject } from '../json/json-node.ts';
import { didYouMean } from '../nearest.ts';
import type { ListShape, MapShape, NumberShape, RecordShape, Shape, TextShape } from './shape.ts';

/**
 * Reads a text by its shape. Everything that does not fit is told and left out, so that the rest can be checked too.
 * Records carry their JSON pointer as `at`; maps become `Map`s in text order.
 */
export function readShape(node: JsonNode, shape: Shape, findings: Findings): unknown {
  switch (shape.kind) {
    case 'text':
      return readText(node, shape, findings);
    case 'number':
      return readNumber(node, shape, findings);
    case 'flag':
      return node.kind === 'scalar' && typeof node.value === 'boolean'
        ? node.value
        : wrong(node, 'true or false', findings);
    case 'anything':
      return plainValue(node, findings);
    case 'list':
      return readList(node, shape, findings);
    case 'map':
      return node.kind === 'object' ? readMap(node, shape, findings) : wrong(node, 'an object', findings);
    case 'record':
      return node.kind === 'object' ? readRecord(node, shape, findings) : wrong(node, 'an object', findings);
    case 'variant': {
      const chosen = shape.choose(node);
      if ('kind' in chosen) return readShape(node, chosen, findings);
      findings.add(chosen.pointer, chosen.code, chosen.message, chosen.fix);
      return chosen.instead === undefined ? undefined : readShape(node, chosen.instead, findings);
    }
  }
}

function readText(node: JsonNode, shape: TextShape, findings: Findings): string | undefined {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return wrong(node, 'a text', findings);
  const value = node.value;
  const code = shape.code ?? 'value-invalid';
  if (shape.choices !== undefined && !shape.choices.includes(value)) {
    const choices = shape.choices.map((each) => `"${each}"`).join(', ');
    findings.add(node.pointer, code, `"${value}" is not one of: ${choices}.`, didYouMean(value, shape.choices));
    return undefined;
  }
  if (shape.pattern !== undefined && !shape.pattern.test(value)) {
    findings.add(node.pointer, code, `"${value}" is not ${shape.says ?? 'well formed'}.`);
    return undefined;
  }
  if (value.length > (shape.maxLength ?? 4_000)) {
    findings.add(node.pointer, code, `This text is longer than ${shape.maxLength ?? 4_000} characters.`);
    return undefined;
  }
  return value;
}

function readNumber(node: JsonNode, shape: NumberShape, findings: Findings): number | undefined {
  if (node.kind !== 'scalar' || typeof node.value !== 'number') return wrong(node, 'a number', findings);
  const value = node.value;
  const { min = -Infinity, max = Infinity, whole = false } = shape;
  if (value >= min && value <= max && (!whole || Number.isSafeInteger(value))) return value;
  const range = `from ${min} to ${max}`.replace('from -Infinity', 'up').replace(' to Infinity', ' up');
  findings.add(
    node.pointer,
    shape.code ?? 'value-invalid',
    `${value} is not a ${whole ? 'whole ' : ''}number ${range}.`,
  );
  return undefined;
}

function readList(node: JsonNode, shape: ListShape, findings: Findings): readonly unknown[] | undefined {
  if (node.kind !== 'list' && shape.orOne === true) return [readShape(node, shape.of, findings)].filter(isKnown);
  if (node.kind !== 'list') return wrong(node, 'a list', findings);
  if (node.items.length < (shape.minItems ?? 0))
    findings.add(node.pointer, 'list-empty', 'This list must not be empty.');
  return node.items.map((item) => readShape(item, shape.of, findings)).filter(isKnown);
}

function readMap(node: JsonObject, shape: MapShape, findings: Findings): ReadonlyMap<string, unknown> {
  reportDuplicates(node, findings);
  if (node.members.length < (shape.minEntries ?? 0))
    findings.add(node.pointer, 'list-empty', 'At least one entry is needed here.');
  const result = new Map<string, unknown>();
  for (const each of node.members) {
    if (isIntegerLike(each.key)) {
      findings.add(
        each.node.pointer,
        'key-integer-like',
        `The key "${each.key}" reads as a number and would lose its place in the order.`,
        'Begin it with a letter.',
      );
    } else if (!shape.key.test(each.key)) {
      findings.add(each.node.pointer, 'name-invalid', `"${each.key}" is not ${shape.says}.`);
    }
    const value = readShape(each.node, shape.of, findings);
    if (value !== undefined && !result.has(each.key)) result.set(each.key, value);
  }
  return result;
}

function readRecord(node: JsonObject, shape: RecordShape, findings: Findings): Readonly<Record<string, unknown>> {
  reportDuplicates(node, findings);
  const result: Record<string, unknown> = { at: node.pointer };
  const names = Object.keys(shape.fields);
  for (const each of node.members) {
    const field = Object.hasOwn(shape.fields, each.key) ? shape.fields[each.key] : undefined;
    if (field !== undefined) {
      const value = readShape(each.node, field.shape, findings);
      if (value !== undefined && !Object.hasOwn(result, each.key)) result[each.key] = value;
    } else if (shape.lenient !== true) {
      const fix = didYouMean(each.key, names) ?? `Known here: ${names.join(', ')}.`;
      findings.add(each.node.pointer, 'key-unknown', `The key "${each.key}" is not known here.`, fix);
    }
  }
  for (const [name, field] of Object.entries(shape.fields)) {
    if (field.required === true && !node.members.some((each) => each.key === name)) {
      findings.add(node.pointer, 'key-missing', `"${name}" is missing.`, `Add "${name}".`);
    }
  }
  return result;
}

/** The plain JSON value of a node; keys stay own properties whatever their name. */
export function plainValue(node: JsonNode, findings: Findings): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map((item) => plainValue(item, findings));
  reportDuplicates(node, findings);
  return Object.fromEntries(node.members.map((each) => [each.key, plainValue(each.node, findings)]));
}

function reportDuplicates(node: JsonObject, findings: Findings): void {
  const seen = new Set<string>();
  for (const { key } of node.members) {
    if (seen.has(key))
      findings.add(
        pointerTo(node.pointer, key),
        'key-duplicate',
        `The key "${key}" stands here more than once.`,
        'Keep one of them.',
      );
    seen.add(key);
  }
}

/** Keys that a JavaScript object would move to the front. */
function isIntegerLike(key: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(key);
}

function isKnown(value: unknown): boolean {
  return value !== undefined;
}

function wrong(node: JsonNode, wanted: string, findings: Findings): undefined {
  const given = node.kind === 'scalar' ? JSON.stringify(node.value) : node.kind === 'list' ? 'a list' : 'an object';
  findings.add(
    node.pointer,
    'type-wrong',
    `${wanted[0]?.toUpperCase()}${wanted.slice(1)} is expected here, not ${given}.`,
  );
  return undefined;
}
