import { isAssignable } from '@parley/expression';
import type { AuthoredSlot } from '../format/authored.ts';
import { durationMs } from '../format/names.ts';
import { pointerTo } from '../json/json-node.ts';
import { didYouMean } from '../nearest.ts';
import type { StateNode } from '../tree/state-tree.ts';
import type { AdapterOperation, Checking } from './checking.ts';
import { operationOf } from '../desugar/desugar-integration.ts';
import { sayType } from './declared-types.ts';
import { typeOf } from './check-expressions.ts';

/** Every question of a task can correct every other: their number is bounded. */
const MAX_TASK_SLOTS = 15;

/** Slots and the states that ask for them; integrations and what adapters offer; timers. */
export function checkWork(checking: Checking): void {
  checkSlots(checking);
  for (const node of checking.tree.all) {
    if (node.type === 'slot') checkSlotState(node, checking);
    checkTask(node, checking);
    if (node.type === 'integration') checkIntegration(node, checking);
    for (const { delay, at } of node.authored.after ?? []) {
      if (delay !== undefined && durationMs(delay) === 0)
        checking.findings.add(
          pointerTo(at, 'delay'),
          'delay-zero',
          'A timer needs time to pass.',
          'Write at least "1ms".',
        );
    }
  }
}

function checkSlots(checking: Checking): void {
  const { flow, findings } = checking;
  for (const slot of flow.slots?.values() ?? []) checkSlotLabels(slot, checking);
  for (const { at, type, min, max, minLength, maxLength, ...slot } of flow.slots?.values() ?? []) {
    const isNumber = type === 'number';
    const given = { min, max, whole: slot.whole, minLength, maxLength, values: slot.values, pattern: slot.pattern };
    const foreign = isNumber
      ? (['minLength', 'maxLength', 'values', 'pattern'] as const)
      : (['min', 'max', 'whole'] as const);
    for (const key of foreign) {
      if (type !== undefined && given[key] !== undefined)
        findings.add(pointerTo(at, key), 'slot-rule', `"${key}" means nothing for a ${type} slot.`, 'Remove it.');
    }
    if (isNumber && min !== undefined && max !== undefined && min > max)
      findings.add(at, 'slot-rule', 'No number is both at least "min" and at most "max".', 'Swap them.');
    if (!isNumber && minLength !== undefined && maxLength !== undefined && minLength > maxLength)
      findings.add(at, 'slot-rule', 'No text is both that long and that short.', 'Swap them.');
  }
}

/** Labels belong to listed values, in the flow's languages. */
function checkSlotLabels(slot: AuthoredSlot, checking: Checking): void {
  for (const [value, label] of slot.labels ?? []) {
    const at = pointerTo(`${slot.at}/labels`, value);
    if (!(slot.values ?? []).includes(value)) {
      checking.findings.add(
        at,
        'slot-rule',
        `"${value}" is not among the values.`,
        didYouMean(value, slot.values ?? []) ?? 'Add it to "values".',
      );
    }
    for (const language of label.keys()) {
      if (!(checking.flow.languages ?? []).includes(language))
        checking.findings.add(
          pointerTo(at, language),
          'language-undeclared',
          `"${language}" is not among the flow's languages.`,
          'Add it to "languages".',
        );
    }
  }
}

function checkTask(node: StateNode, { findings }: Checking): void {
  const asked = node.children.filter((each) => each.type === 'slot').length;
  if (asked <= MAX_TASK_SLOTS) return;
  const message = `A task may ask for ${MAX_TASK_SLOTS} slots; this asks for ${asked}.`;
  findings.add(node.at, 'slots-too-many', message, 'Put some of them into a state of their own.');
}

function checkSlotState({ authored, at }: StateNode, { flow, findings }: Checking): void {
  const { slot } = authored;
  const known = flow.slots ?? new Map();
  if (slot === undefined || known.has(slot)) return;
  findings.add(
    pointerTo(at, 'slot'),
    'slot-undeclared',
    `There is no slot "${slot}".`,
    didYouMean(slot, known.keys()) ?? 'Declare it under "slots".',
  );
}

function checkIntegration(node: StateNode, checking: Checking): void {
  const { authored, at } = node;
  const { retry } = authored;
  if (retry !== undefined && retry.max === undefined && !checking.findings.has(`${retry.at}/max`)) {
    checking.findings.add(retry.at, 'retry-unbounded', 'Nobody says how often it is tried again.', 'Add "max".');
  }
  if (authored.timeout !== undefined && durationMs(authored.timeout) === 0) {
    checking.findings.add(`${at}/timeout`, 'delay-zero', 'A call needs time to be answered.', 'Write at least "1ms".');
  }
  const operation = checkAdapter(node, checking);
  if (operation === undefined) return;
  if ((authored.retry?.max ?? 0) > 0 && !operation.safe && operation.keysKeptMs === null) {
    checking.findings.add(
      `${at}/retry`,
      'retry-unsafe',
      `Repeating "${authored.adapter ?? ''}" could do it twice: it is neither safe nor takes idempotency keys.`,
      'Remove "retry"; a lost answer goes to "onUnknown".',
    );
  } else if (
    !operation.safe &&
    operation.keysKeptMs !== null &&
    (authored.retry?.max ?? 0) > 0 &&
    operationOf(authored).deadlineMs > operation.keysKeptMs
  ) {
    checking.findings.add(
      `${at}/retry`,
      'retry-unsafe',
      'The last attempt could come after the adapter has forgotten the key.',
      `Keep all attempts within ${operation.keysKeptMs} ms.`,
    );
  }
  checkInput(node, operation, checking);
}

function checkAdapter({ authored, at }: StateNode, { manifests, findings }: Checking): AdapterOperation | undefined {
  const [name, operation] = (authored.adapter ?? '').split('.');
  if (manifests === undefined || name === undefined || operation === undefined) return undefined;
  const manifest = manifests.find((each) => each.name === name);
  const place = `${at}/adapter`;
  if (manifest === undefined) {
    const names = manifests.map((each) => each.name);
    findings.add(
      place,
      'adapter-unknown',
      `There is no adapter "${name}".`,
      didYouMean(name, names) ?? `Known: ${names.join(', ') || 'none'}.`,
    );
    return undefined;
  }
  const found = Object.hasOwn(manifest.operations, operation) ? manifest.operations[operation] : undefined;
  const names = Object.keys(manifest.operations);
  if (found === undefined)
    findings.add(
      place,
      'adapter-unknown',
      `"${name}" has no operation "${operation}".`,
      didYouMean(operation, names) ?? `It has: ${names.join(', ')}.`,
    );
  return found;
}

function checkInput({ authored, at }: StateNode, operation: AdapterOperation, checking: Checking): void {
  const given = authored.input ?? new Map<string, string>();
  const wanted = Object.entries(operation.input);
  for (const [name, kind] of wanted) {
    const source = given.get(name);
    if (source === undefined) {
      checking.findings.add(`${at}/input`, 'input-missing', `The operation needs "${name}".`, `Add "${name}".`);
      continue;
    }
    const type = typeOf(source, pointerTo(`${at}/input`, name), undefined, checking);
    if (type !== undefined && !isAssignable(type, { kind, nullable: true })) {
      checking.findings.add(
        pointerTo(`${at}/input`, name),
        'input-type',
        `"${name}" takes ${sayType({ kind })}; this is ${sayType(type)}.`,
        'Change the expression.',
      );
    }
  }
  for (const name of given.keys()) {
    if (Object.hasOwn(operation.input, name)) continue;
    const names = wanted.map(([each]) => each);
    checking.findings.add(
      pointerTo(`${at}/input`, name),
      'input-unknown',
      `The operation takes no "${name}".`,
      didYouMean(name, names) ?? `It takes: ${names.join(', ')}.`,
    );
  }
}
