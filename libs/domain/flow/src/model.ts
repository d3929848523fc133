import { train } from '@parley/nlu';
import type { Understanding } from '@parley/nlu';
import type { Flow } from './flow.ts';

/** Understands a message in any of a flow's languages. Immutable and deterministic. */
export interface FlowModel {
  understand(text: string, language: string): Understanding;
}

/** Learns all languages of a flow: once per hash, at publish and at load, never in a turn. */
export function trainFlow(flow: Flow): FlowModel {
  const models = new Map([...flow.training].map(([language, set]) => [language, train(set)]));
  return {
    understand(text, language) {
      const model = models.get(language) ?? models.get(flow.languages[0] ?? '');
      return model?.understand(text) ?? { intent: null, confidence: 0, entities: [], alternatives: [] };
    },
  };
}
