import { train } from '@parley/nlu';
import type { Understanding } from '@parley/nlu';
import type { Flow } from './flow.ts';

/** Understands a message in any of a flow's languages. Immutable and deterministic. */
export interface FlowModel {
  understand(text: string, language: string): Understanding;
}

export const nothingUnderstood: Understanding = { intent: null, confidence: 0, entities: [], alternatives: [] };

/**
 * Learns all languages of a flow: once per hash, at publish and at load, never in a turn. Nothing is learnt where another
 * model understands.
 */
export function trainFlow(flow: Flow): FlowModel {
  if (flow.remoteModel !== null) return { understand: () => nothingUnderstood };
  const models = new Map([...flow.training].map(([language, set]) => [language, train(set)]));
  return {
    understand(text, language) {
      const model = models.get(language) ?? models.get(flow.languages[0] ?? '');
      return model?.understand(text) ?? nothingUnderstood;
    },
  };
}
