export { createModelOrchestrator, modelOrchestratorDefaults } from './model-orchestrator.ts';
export type { ModelOrchestrator, ModelOrchestratorConfig, ModelOrchestratorPorts } from './model-orchestrator.ts';
