import { openEyes } from '@parley/opentelemetry';
import { runService } from '@parley/service-kit';
import { about, readStateEngineSettings } from './config.ts';
import { openStateEngine } from './open-state-engine.ts';

await runService({
  name: 'state-engine',
  about,
  settings: readStateEngineSettings,
  eyes: openEyes,
  open: openStateEngine,
});
