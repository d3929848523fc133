import { checkTypes, isAssignable, parse } from '@parley/expression';
import type { Type } from '@parley/expression';
import type { AuthoredGuard, AuthoredType } from '../format/authored.ts';
import { pointerTo } from '../json/json-node.ts';
import { didYouMean } from '../nearest.ts';
import { actionsOf, conditionsOf } from '../tree/parts.ts';
import type { PlacedAction } from '../tree/parts.ts';
import type { Checking } from './checking.ts';
import { namesFor, sayType, toType, typeAt } from './declared-types.ts';

/** What may be unset at run time raises `error.execution` there (FLOW 7); it is no fault of the text. */
const AT_RUN_TIME: ReadonlySet<string> = new Set(['maybe-unset']);

/** Every expression, every place that is written, every named guard. */
export function checkExpressions(checking: Checking): void {
  for (const { at, when, on } of conditionsOf(checking.tree)) {
    if (typeof when === 'string') checkCondition(when, at, on, checking);
    else checkGuard(when, checking);
  }
  for (const placed of actionsOf(checking.tree)) checkAction(placed, checking);
  for (const { authored, at } of checking.tree.all) {
    for (const [name, source] of authored.input ?? [])
      typeOf(source, pointerTo(`${at}/input`, name), undefined, checking);
    if (authored.result !== undefined) placeType(authored.result, `${at}/result`, checking);
  }
  checkDefaults(checking);
}

function checkCondition(source: string, at: string, on: readonly string[] | undefined, checking: Checking): void {
  const type = typeOf(source, at, on, checking);
  if (type === undefined || type.kind === 'bool' || type.kind === 'any') return;
  checking.findings.add(
    at,
    'condition-type',
    `A condition is true or false; this is ${sayType(type)}.`,
    'Compare it with something.',
  );
}

/** The type of an expression, after telling its faults; undefined if it has any. */
export function typeOf(
  source: string,
  at: string,
  on: readonly string[] | undefined,
  { flow, tree, findings }: Checking,
): Type | undefined {
  const parsed = parse(source);
  if (!parsed.ok) {
    for (const each of parsed.problems)
      findings.add(at, 'expression-syntax', `${each.message} (character ${each.at + 1})`, each.fix);
    return undefined;
  }
  const names = namesFor(flow, on);
  const { type, problems } = checkTypes(parsed.expression, { names, states: new Set(tree.byName.keys()) });
  const faults = problems.filter((each) => !AT_RUN_TIME.has(each.code));
  for (const each of faults)
    findings.add(at, `expression-${each.code}`, `${each.message} (character ${each.at + 1})`, each.fix);
  return faults.length > 0 ? undefined : type;
}

function checkGuard(guard: AuthoredGuard, { flow, tree, findings }: Checking): void {
  const { params, guard: kind } = guard;
  const at = params?.at ?? guard.at;
  const need = (key: string, value: string | undefined, known: Iterable<string>, what: string): void => {
    if (value === undefined)
      findings.add(at, 'guard-params', `The guard "${kind}" needs "${key}".`, `Add "params": { "${key}": … }.`);
    else if (![...known].includes(value))
      findings.add(
        pointerTo(at, key),
        what === 'state' ? 'state-missing' : `${what}-undeclared`,
        `There is no ${what} "${value}".`,
        didYouMean(value, known),
      );
  };
  const slots = [...(flow.slots?.keys() ?? [])];
  if (kind === 'slotFilled') need('slot', params?.slot, slots, 'slot');
  if (kind === 'allSlotsFilled') for (const slot of params?.slots ?? []) need('slots', slot, slots, 'slot');
  if (kind === 'intentIs') need('intent', params?.intent, flow.intents?.keys() ?? [], 'intent');
  if (kind === 'integrationOk' || kind === 'integrationFailed') {
    need(
      'state',
      params?.state,
      tree.all.filter((each) => each.type === 'integration').map((each) => each.name),
      'state',
    );
  }
}

function checkAction({ action, on }: PlacedAction, checking: Checking): void {
  const { at } = action;
  for (const [place, source] of action.set ?? [])
    checkWrite(place, source, pointerTo(`${at}/set`, place), on, checking);
  for (const [place, fields] of action.merge ?? []) {
    const pointer = pointerTo(`${at}/merge`, place);
    const type = placeType(place, pointer, checking);
    if (type !== undefined && type.kind !== 'map' && type.kind !== 'any') {
      checking.findings.add(
        pointer,
        'place-type',
        `Only objects can be merged into; "${place}" is ${sayType(type)}.`,
        'Use "set".',
      );
      continue;
    }
    if (type !== undefined)
      for (const [name, source] of fields)
        checkWrite(`${place}.${name}`, source, pointerTo(pointer, name), on, checking);
  }
  action.unset?.forEach((place, index) => placeType(place, `${at}/unset/${index}`, checking));
  for (const [name, source] of action.data ?? []) typeOf(source, pointerTo(`${at}/data`, name), on, checking);
  if (action.value !== undefined) typeOf(action.value, `${at}/value`, on, checking);
}

function checkWrite(
  place: string,
  source: string,
  at: string,
  on: readonly string[] | undefined,
  checking: Checking,
): void {
  const declared = placeType(place, at, checking);
  const given = typeOf(source, at, on, checking);
  if (declared === undefined || given === undefined || isAssignable(given, declared)) return;
  checking.findings.add(
    at,
    'place-type',
    `"${place}" is declared as ${sayType(declared)}; this is ${sayType(given)}.`,
    'Change the declaration or the expression.',
  );
}

function placeType(place: string, at: string, { flow, findings }: Checking): Type | undefined {
  const names = namesFor(flow, undefined);
  const type = typeAt(names, place);
  if (type !== undefined) return type;
  const [root = '', name = ''] = place.split('.');
  const known = [...((root === 'slots' ? flow.slots : flow.vars)?.keys() ?? [])];
  findings.add(
    at,
    'place-undeclared',
    `"${place}" is not declared.`,
    didYouMean(name, known) ?? `Declare it under "${root}".`,
  );
  return undefined;
}

function checkDefaults({ flow, findings }: Checking): void {
  for (const [name, declared] of flow.vars ?? []) {
    const type = toType(declared);
    if (declared.default !== undefined && !holds(declared, declared.default)) {
      findings.add(
        `${declared.at}/default`,
        'default-type',
        `The default of "${name}" is not ${sayType(type)}.`,
        'Change the default or the type.',
      );
    }
    if (declared.default === undefined && declared.nullable !== true) {
      findings.add(
        declared.at,
        'default-missing',
        `"${name}" has no value when a conversation begins.`,
        'Give it a "default", or say "nullable": true.',
      );
    }
  }
}

function holds(declared: AuthoredType, value: unknown): boolean {
  if (value === null) return declared.nullable === true;
  switch (declared.type) {
    case 'object':
      return typeof value === 'object' && !Array.isArray(value);
    case 'list':
      return Array.isArray(value);
    case 'any':
    case undefined:
      return true;
    default:
      return typeof value === declared.type;
  }
}
