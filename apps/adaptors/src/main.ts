import { openEyes } from '@parley/opentelemetry';
import { runService } from '@parley/service-kit';
import { about, readAdaptorsSettings } from './config.ts';
import { openAdaptors } from './open-adaptors.ts';

await runService({ name: 'adaptors', about, settings: readAdaptorsSettings, eyes: openEyes, open: openAdaptors });
