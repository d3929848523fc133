import { openEyes } from '@parley/opentelemetry';
import { runService } from '@parley/service-kit';
import { about, readSecuritySettings } from './config.ts';
import { openSecurity } from './open-security.ts';

await runService({ name: 'security', about, settings: readSecuritySettings, eyes: openEyes, open: openSecurity });
