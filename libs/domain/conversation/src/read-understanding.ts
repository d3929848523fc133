import type { Value, ValueMap } from '@parley/expression';
import { nothingUnderstood } from '@parley/flow';
import type { Alternative, Entity, Understanding } from '@parley/nlu';

const mostAlternatives = 4;
const mostEntities = 64;

/**
 * A model's answer: `{ intent, confidence, entities, alternatives }`, entities by name, each a text, a number or a list of
 * them; null, true and false are no values of a slot and are left out. Whatever is not of this shape, or names an intent that it was not asked for, is nothing understood.
 */
export function readUnderstanding(answer: Value | undefined, text: string, intents: readonly string[]): Understanding {
  if (!isMap(answer)) return nothingUnderstood;
  const { intent = null, confidence = 0, entities = {}, alternatives = [] } = answer;
  const isKnown = intent === null || (typeof intent === 'string' && intents.includes(intent));
  if (!isKnown || !isShare(confidence) || !isMap(entities) || !Array.isArray(alternatives)) return nothingUnderstood;
  const others = alternatives.map(readAlternative);
  const found = Object.entries(entities).map(([name, value]) => readEntities(name, value, text));
  if (others.includes(null) || found.includes(null)) return nothingUnderstood;
  return {
    intent,
    confidence: intent === null ? 0 : confidence,
    entities: found
      .flatMap((each) => each ?? [])
      .sort((one, other) => one.start - other.start)
      .slice(0, mostEntities),
    alternatives: others
      .flatMap((each) => each ?? [])
      .filter((each) => intents.includes(each.intent))
      .slice(0, mostAlternatives),
  };
}

function readAlternative(given: Value): Alternative | null {
  if (!isMap(given)) return null;
  const { intent, confidence } = given;
  return typeof intent === 'string' && isShare(confidence) ? { intent, confidence } : null;
}

function readEntities(name: string, given: Value, text: string): readonly Entity[] | null {
  const values: readonly Value[] = Array.isArray(given) ? given : [given];
  if (values.some((value) => typeof value === 'object' && value !== null)) return null;
  return values.flatMap((value) => (isScalar(value) ? [entityOf(name, value, text)] : []));
}

/** A model does not say where it found a value: at its words if they are there, else at the beginning. */
function entityOf(name: string, value: string | number, text: string): Entity {
  const words = String(value);
  const place = text.indexOf(words);
  return place < 0
    ? { name, value, text: '', start: 0, end: 0 }
    : { name, value, text: words, start: place, end: place + words.length };
}

const isMap = (value: Value | undefined): value is ValueMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isScalar = (value: Value): value is string | number =>
  typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));

const isShare = (value: Value | undefined): value is number => typeof value === 'number' && value >= 0 && value <= 1;
