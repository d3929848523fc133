import { member } from '../json/json-node.ts';
import type { JsonNode } from '../json/json-node.ts';
import { didYouMean } from '../nearest.ts';
import { list, map, number, optional, record, required, text } from '../shape/shape.ts';
import type { Choice, Field, RecordShape, Shape, VariantShape } from '../shape/shape.ts';
import { ADAPTER, NAME, NAME_SAYS, PLACE } from './names.ts';
import {
  actions,
  after,
  branches,
  descriptor,
  duration,
  expression,
  localized,
  name,
  plainLocalized,
  target,
  transitions,
} from './part-shapes.ts';

/** The states an author writes. What each does is told in apps/docs/reference/flow.md. */
export const state: VariantShape = {
  kind: 'variant',
  name: 'state',
  options: () => Object.values(stateShapes),
  choose: chooseState,
};
export const states = map(state, { key: NAME, says: NAME_SAYS, minEntries: 1 });

const common: Readonly<Record<string, Field>> = {
  description: optional(text()),
  entry: optional(actions),
  exit: optional(actions),
  transitions: optional(transitions),
  after: optional(after),
};
const type = (...names: readonly string[]): Field => required(text({ choices: names }));
const deferral: Readonly<Record<string, Field>> = {
  defer: optional(list(descriptor)),
  interrupt: optional(list(descriptor)),
};
const plainFields: Readonly<Record<string, Field>> = {
  ...common,
  ...deferral,
  initial: optional(target),
  states: optional(states),
};
const plain = record(
  { type: optional(text({ choices: ['compound', 'atomic'] })), ...plainFields },
  'A plain state: compound if it has "states", else atomic.',
);

const choices = list(record({ label: required(plainLocalized), intent: required(name) }), { minItems: 1 });

const stateShapes: Readonly<Record<string, RecordShape>> = {
  plain,
  parallel: record(
    { type: type('parallel'), ...common, ...deferral, states: required(states) },
    'All its states at once.',
  ),
  history: record(
    {
      type: type('history'),
      description: optional(text()),
      history: optional(text({ choices: ['shallow', 'deep'] })),
      target: required(target),
    },
    'The way back to where its parent was left.',
  ),
  response: record(
    { type: type('response'), ...common, say: required(localized), next: optional(target) },
    'Says something and goes on.',
  ),
  intent: record(
    {
      type: type('intent'),
      ...common,
      ask: optional(localized),
      choices: optional(choices),
      noMatch: optional(list(localized, { minItems: 1 })),
      onFailed: optional(target),
    },
    'Waits for what the person wants.',
  ),
  slot: record(
    {
      type: type('slot'),
      ...common,
      slot: required(name),
      ask: required(localized),
      invalid: optional(localized),
      maxAttempts: optional(number({ whole: true, min: 1, max: 20, code: 'retry-unbounded' })),
      next: required(target),
      onFailed: optional(target),
    },
    'Asks for one value.',
  ),
  decision: record(
    {
      type: type('decision'),
      description: optional(text()),
      entry: optional(actions),
      exit: optional(actions),
      branches: required(branches),
    },
    'Goes on by the first branch that holds.',
  ),
  integration: record(
    {
      type: type('integration'),
      ...common,
      adapter: required(
        text({
          pattern: ADAPTER,
          says: 'an adapter and its operation, such as "demo-bank.transfer"',
          code: 'adapter-unknown',
        }),
      ),
      input: optional(map(expression, { key: NAME, says: NAME_SAYS })),
      retry: optional(
        record({
          max: optional(number({ whole: true, min: 0, max: 20, code: 'retry-unbounded' })),
          backoff: optional(duration),
        }),
      ),
      timeout: optional(duration),
      result: optional(text({ pattern: PLACE, says: 'a place such as "vars.x"', code: 'place-invalid' })),
      next: required(target),
      onFailed: optional(target),
      onUnknown: optional(target),
      interrupt: optional(list(descriptor)),
    },
    'Calls an adapter; messages wait meanwhile.',
  ),
  handoff: record(
    { type: type('handoff'), ...common, queue: required(text({ maxLength: 100 })) },
    'A person takes over; the bot is mute.',
  ),
  end: record({ type: type('end'), description: optional(text()), entry: optional(actions) }, 'The end of its parent.'),
};

const LATER_TYPES = ['form', 'subflow', 'wait', 'agent'];
const unknownState: RecordShape = { ...record({ ...plainFields, type: optional(text()) }), lenient: true };

function chooseState(node: JsonNode): Shape | Choice {
  if (node.kind !== 'object') return plain;
  const typeNode = member(node, 'type');
  if (typeNode === undefined) return plain;
  if (typeNode.kind !== 'scalar' || typeof typeNode.value !== 'string') return plain;
  const wanted = typeNode.value;
  if (wanted === 'compound' || wanted === 'atomic') return plain;
  const shape = wanted === 'plain' ? undefined : Object.hasOwn(stateShapes, wanted) ? stateShapes[wanted] : undefined;
  if (shape !== undefined) return shape;
  const known = [...Object.keys(stateShapes).filter((each) => each !== 'plain'), 'compound', 'atomic'];
  const later = LATER_TYPES.includes(wanted);
  return {
    pointer: typeNode.pointer,
    code: 'state-type-unknown',
    message: later ? `States of type "${wanted}" are not run by this version.` : `There is no state type "${wanted}".`,
    fix: didYouMean(wanted, known) ?? `Known: ${known.join(', ')}.`,
    instead: unknownState,
  };
}
