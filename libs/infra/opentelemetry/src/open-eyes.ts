import { randomUUID } from 'node:crypto';
import type { EyesOptions, ServiceEyes } from '@parley/service-kit';
import type { TelemetryConfig } from './config.ts';
import { registerDependencies } from './metrics/figures.ts';
import { countComplaints } from './metrics/measured.ts';
import { Meters } from './metrics/meters.ts';
import { startTelemetry } from './start-telemetry.ts';
import type { Telemetry } from './telemetry.ts';

/** What the parts of a service are counted and traced with. */
export interface Instruments {
  readonly meters: Meters;
  readonly telemetry: Telemetry;
}

/** A service's eyes, as `runService` takes them: figures always, traces if the settings ask for them. */
export async function openEyes(
  { telemetry: config }: { readonly telemetry: TelemetryConfig },
  { service, warn }: EyesOptions,
): Promise<ServiceEyes<Instruments>> {
  const meters = new Meters();
  const { registry } = meters;
  const telemetry = await startTelemetry({ service, instance: randomUUID(), config, registry, warn });
  return {
    tools: { meters, telemetry },
    ...(telemetry.context && { context: telemetry.context }),
    logger: (logger) => countComplaints(logger, meters),
    metrics: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
    dependencies: (health) => registerDependencies(registry, health),
    stop: () => telemetry.stop(),
  };
}
