import { ModelOrchestratorServiceDefinition } from '@parley/contracts';
import { serveGrpc } from '@parley/grpc';
import { openScriptedModel } from '@parley/local';
import { createModelOrchestrator } from '@parley/model-orchestrator';
import type { Kit } from '@parley/service-kit';
import type { ModelOrchestratorSettings } from './config.ts';

export async function openModelOrchestrator(
  { grpc, scriptedModel, drainMs }: ModelOrchestratorSettings,
  { drain }: Kit,
): Promise<void> {
  const models = scriptedModel === undefined ? [] : [await openScriptedModel(scriptedModel)];
  const { service } = createModelOrchestrator({ models });
  const server = await serveGrpc({ ...grpc, services: [{ definition: ModelOrchestratorServiceDefinition, service }] });
  drain.add('calls', async () => void (await server.drain(drainMs)));
}
