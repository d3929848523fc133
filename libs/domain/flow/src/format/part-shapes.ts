import type { JsonNode } from '../json/json-node.ts';
import { anything, flag, list, map, number, oneOrMany, optional, record, required, text } from '../shape/shape.ts';
import type { Choice, RecordShape, Shape, VariantShape } from '../shape/shape.ts';
import { DURATION, EVENT, LANGUAGE, NAME, NAME_SAYS, PLACE } from './names.ts';

/** The parts that states are made of: texts, expressions, conditions, actions, transitions. */
export const expression = text({ maxLength: 2_000, description: 'An expression (CEL syntax).' });
export const template = text({ maxLength: 4_000, description: 'A template: {{ path | default: "…" }}.' });
export const localized = map(template, {
  key: LANGUAGE,
  says: 'a language (BCP 47, such as "en")',
  minEntries: 1,
  description: 'A text per language.',
});
export const plainLocalized = map(text({ maxLength: 200 }), {
  key: LANGUAGE,
  says: 'a language (BCP 47, such as "en")',
  minEntries: 1,
  description: 'A plain text (no template) per language.',
});
export const duration = text({
  pattern: DURATION,
  says: 'a duration such as "500ms", "30s", "5m", "2h" or "1d"',
  description: 'A duration: a whole number and ms, s, m, h or d.',
});
export const name = text({ pattern: NAME, says: NAME_SAYS, code: 'name-invalid' });
export const target = text({
  maxLength: 500,
  description: 'A state: a sibling or an ancestor’s child by name, "a.b" a path, ".x" an own child, "#x" any by name.',
});
export const eventName = text({ pattern: EVENT, says: 'an event name such as "order.paid"', code: 'name-invalid' });
export const descriptor = text({
  pattern: /^(?:\*|(?:intent:)?[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z_][A-Za-z0-9_-]*)*(?:\.\*)?)$/,
  says: 'an event, a prefix such as "order.*", "*" or "intent:name"',
  code: 'event-invalid',
  description: 'message, opened, agent.*, a declared event, done.*, error.*, a raised event, or intent:<name>.',
});
const place = text({ pattern: PLACE, says: 'a place such as "vars.x" or "slots.y"', code: 'place-invalid' });
const expressions = map(expression, { key: NAME, says: NAME_SAYS });

const guardNames = ['slotFilled', 'allSlotsFilled', 'integrationOk', 'integrationFailed', 'lowConfidence', 'intentIs'];
const guard = record({
  guard: required(text({ choices: guardNames, code: 'guard-unknown' })),
  params: optional(
    record({
      slot: optional(name),
      slots: optional(list(name)),
      state: optional(name),
      intent: optional(name),
      below: optional(number({ min: 0, max: 1 })),
    }),
  ),
});
export const condition: VariantShape = {
  kind: 'variant',
  name: 'condition',
  description: 'An expression, or a named guard.',
  options: () => [expression, guard],
  choose: (node) => (node.kind === 'object' ? guard : expression),
};

const data = optional(expressions);
const actionShapes: Readonly<Record<string, RecordShape>> = {
  set: record(
    { set: required(map(expression, { key: PLACE, says: 'a place such as "vars.x"', minEntries: 1 })) },
    'Writes values.',
  ),
  merge: record(
    { merge: required(map(expressions, { key: PLACE, says: 'a place such as "vars.x"', minEntries: 1 })) },
    'Writes fields of a value, keeping its others.',
  ),
  unset: record({ unset: required(oneOrMany(place)) }, 'Removes values.'),
  raise: record({ raise: required(eventName), data }, 'Raises an event inside the machine.'),
  say: record({ say: required(localized) }, 'A reply.'),
  emit: record({ emit: required(eventName), data }, 'An event for the outside.'),
  track: record({ track: required(text({ maxLength: 100 })), data }, 'A mark for analytics.'),
  log: record({ log: required(text({ maxLength: 500 })), value: optional(expression) }, 'A line for the debugger.'),
};
const LATER_ACTIONS = ['call', 'schedule', 'cancel', 'handoff', 'trigger'];

export const action: VariantShape = {
  kind: 'variant',
  name: 'action',
  options: () => Object.values(actionShapes),
  choose: chooseAction,
};

function chooseAction(node: JsonNode): Shape | Choice {
  const known = Object.keys(actionShapes);
  const fix = `An action is one of: ${known.join(', ')}.`;
  if (node.kind !== 'object')
    return { pointer: node.pointer, code: 'action-unknown', message: 'This is not an action.', fix };
  const kinds = node.members.map((each) => each.key).filter((key) => known.includes(key));
  const later = node.members.find((each) => LATER_ACTIONS.includes(each.key));
  if (later !== undefined) {
    const message = `The action "${later.key}" is not performed by this version.`;
    return {
      pointer: node.pointer,
      code: 'action-unsupported',
      message,
      fix: 'Use an integration or handoff state, or "after".',
    };
  }
  if (kinds.length > 1)
    return {
      pointer: node.pointer,
      code: 'action-unknown',
      message: `One action cannot be ${kinds.join(' and ')}.`,
      fix: 'Write them as several actions.',
    };
  const shape = actionShapes[kinds[0] ?? ''];
  return shape ?? { pointer: node.pointer, code: 'action-unknown', message: 'This action does nothing known.', fix };
}

export const actions = list(action);
const transitionFields = {
  when: optional(condition),
  do: optional(actions),
  target: optional(oneOrMany(target)),
  reenter: optional(flag('Leave and enter again, although the target lies inside.')),
};
export const transitions = list(record({ on: optional(oneOrMany(descriptor)), ...transitionFields }));
export const after = list(record({ delay: required(duration), ...transitionFields }));
export const branches = list(
  record({ when: optional(condition), do: optional(actions), target: required(oneOrMany(target)) }),
  { minItems: 1 },
);

const typeFields = {
  type: required(text({ choices: ['string', 'number', 'boolean', 'object', 'list', 'any'] })),
  nullable: optional(flag()),
  default: optional(anything()),
};
export const declaredType: VariantShape = {
  kind: 'variant',
  name: 'type',
  options: () => [typeShape],
  choose: () => typeShape,
};
const typeShape: RecordShape = record({
  ...typeFields,
  fields: optional(map(declaredType, { key: NAME, says: NAME_SAYS })),
  of: optional(declaredType),
});
export const declaredTypes = map(declaredType, { key: NAME, says: NAME_SAYS });
