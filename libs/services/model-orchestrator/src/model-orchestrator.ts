import type { LanguageModel } from '@parley/ports';
import { ModelOrchestratorController } from './model-orchestrator.controller.ts';

/** Everything that the model orchestrator needs of the world. */
export interface ModelOrchestratorPorts {
  readonly models: readonly LanguageModel[];
}

/** What an operator may set. */
export interface ModelOrchestratorConfig {
  /** No call of a model takes longer, ms. */
  readonly timeoutMs: number;
}

export const modelOrchestratorDefaults: ModelOrchestratorConfig = { timeoutMs: 60_000 };

/** The model-orchestrator service, put together. */
export interface ModelOrchestrator {
  readonly service: ModelOrchestratorController;
}

/** @throws when two models have one name */
export function createModelOrchestrator(
  { models }: ModelOrchestratorPorts,
  { timeoutMs }: ModelOrchestratorConfig = modelOrchestratorDefaults,
): ModelOrchestrator {
  const byName = new Map(models.map((model) => [model.name, model]));
  if (byName.size < models.length) throw new Error('Two models have one name.');
  return { service: new ModelOrchestratorController({ models: byName, timeoutMs }) };
}
