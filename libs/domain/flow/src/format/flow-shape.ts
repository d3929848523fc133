import { list, map, number, optional, record, required, text } from '../shape/shape.ts';
import { EVENT, FLOW_ID, LANGUAGE, MODEL, NAME, NAME_SAYS } from './names.ts';
import { declaredTypes, duration, eventName, localized, name, plainLocalized, target } from './part-shapes.ts';
import { states } from './state-shapes.ts';

const language = text({ pattern: LANGUAGE, says: 'a language (BCP 47, such as "en")', code: 'language-unknown' });

const slot = record({
  type: required(text({ choices: ['number', 'text'] })),
  min: optional(number()),
  max: optional(number()),
  whole: optional({ kind: 'flag', description: 'Whole numbers only.' }),
  minLength: optional(number({ whole: true, min: 1 })),
  maxLength: optional(number({ whole: true, min: 1, max: 4_000 })),
  values: optional(list(text({ maxLength: 100 }), { minItems: 1 })),
  labels: optional(
    map(plainLocalized, {
      key: /^.{1,100}$/,
      says: 'a listed value',
      description: 'How a listed value is said in each language, where it differs.',
    }),
  ),
  pattern: optional(text({ choices: ['digits', 'letters', 'word', 'email', 'phone', 'date'] })),
});

const intent = record({
  examples: required(
    map(list(text({ maxLength: 500 }), { minItems: 1 }), {
      key: LANGUAGE,
      says: 'a language',
      description: 'Sentences per language; values are annotated: send [200](amount) to [Ann](recipient).',
    }),
  ),
});

const model = text({
  pattern: MODEL,
  says: 'the name of a model',
  code: 'name-invalid',
  description: 'Which model understands messages: "local", or one of the model orchestrator.',
});

/** The whole flow. The published JSON Schema is written from this. */
export const flowShape = record(
  {
    $schema: optional(text({ description: 'For editors; ignored.' })),
    schema: required(text({ choices: ['flow/1'] })),
    id: required(text({ pattern: FLOW_ID, says: 'an id (a-z, 0-9 and -)', code: 'name-invalid' })),
    title: optional(text({ maxLength: 200 })),
    description: optional(text()),
    languages: required(list(language, { minItems: 1, description: 'The first is the default.' })),
    understanding: optional(
      record({
        model: optional(model),
        threshold: optional(number({ min: 0.2, max: 1 })),
        timeout: optional(duration),
      }),
    ),
    profile: optional(declaredTypes),
    slots: optional(map(slot, { key: NAME, says: NAME_SAYS })),
    vars: optional(declaredTypes),
    events: optional(
      map(record({ data: optional(declaredTypes) }), { key: EVENT, says: 'an event name such as "order.paid"' }),
    ),
    intents: optional(map(intent, { key: NAME, says: NAME_SAYS })),
    apology: optional({ ...localized, description: 'Said in place of a text that could not be rendered.' }),
    goals: optional(list(record({ name: required(name), state: optional(name), event: optional(eventName) }))),
    initial: required(target),
    states: required(states),
  },
  'A conversation of Parley: flow/1.',
);
