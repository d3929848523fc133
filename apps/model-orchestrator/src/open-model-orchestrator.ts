import { ModelOrchestratorServiceDefinition } from '@parley/contracts';
import { serveGrpc } from '@parley/grpc';
import { openScriptedModel } from '@parley/local';
import { createModelOrchestrator } from '@parley/model-orchestrator';
import { measureServed, measureUnderstanding, type Instruments } from '@parley/opentelemetry';
import type { Kit } from '@parley/service-kit';
import type { ModelOrchestratorSettings } from './config.ts';

export async function openModelOrchestrator(
  { grpc, scriptedModel, drainMs }: ModelOrchestratorSettings,
  { drain, logger }: Kit,
  { meters, telemetry }: Instruments,
): Promise<void> {
  const models = scriptedModel === undefined ? [] : [await openScriptedModel(scriptedModel)];
  const { service } = createModelOrchestrator({
    models: models.map((one) => telemetry.model(measureUnderstanding(one, meters))),
  });
  const server = await serveGrpc({
    ...grpc,
    around: measureServed(meters, telemetry.around),
    failed: (call, error) => logger.error('call.failed', { call, error }),
    services: [{ definition: ModelOrchestratorServiceDefinition, service }],
  });
  drain.add('calls', async () => void (await server.drain(drainMs)));
}
