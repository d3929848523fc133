import { openEyes } from '@parley/opentelemetry';
import { runService } from '@parley/service-kit';
import { about, readModelOrchestratorSettings } from './config.ts';
import { openModelOrchestrator } from './open-model-orchestrator.ts';

await runService({
  name: 'model-orchestrator',
  about,
  settings: readModelOrchestratorSettings,
  eyes: openEyes,
  open: openModelOrchestrator,
});
