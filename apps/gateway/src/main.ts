import { openEyes } from '@parley/opentelemetry';
import { runService } from '@parley/service-kit';
import { about, readGatewaySettings } from './config.ts';
import { openGateway } from './open-gateway.ts';

await runService({ name: 'gateway', about, settings: readGatewaySettings, eyes: openEyes, open: openGateway });
