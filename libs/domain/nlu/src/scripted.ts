import type { Model, Understanding } from './types.ts';

const NOTHING: Understanding = { intent: null, confidence: 0, entities: [], alternatives: [] };

/** A model for tests: understands exactly the texts it was given, and nothing of any other. */
export function scripted(script: Readonly<Record<string, Understanding>>, language = 'en'): Model {
  const known = new Map(Object.entries(script));
  return { language, understand: (text) => known.get(text) ?? NOTHING };
}
