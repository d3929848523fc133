import { grpcHelp, grpcOptionsOf, grpcSettings, type GrpcConfig } from '@parley/grpc';
import { telemetryConfigOf, telemetrySettings, type TelemetryConfig } from '@parley/opentelemetry';
import type { ConfigAnswer, ServiceSettings } from '@parley/service-kit';
import { allOf, readConfig, serviceHelp, serviceSettingsOf, serviceShape, setting } from '@parley/service-kit';
import { z } from 'zod';

export const about = `Asks remote models for conversations. Any number of instances.

Settings are environment variables:
${grpcHelp(50053)}
${serviceHelp}`;

const schema = z.object({
  ...serviceShape,
  ...grpcSettings,
  ...telemetrySettings,
  GRPC_PORT: setting.port().prefault('50053'),
  /** A file that says what `model.scripted` answers, for tests and measurements; never in production. */
  PARLEY_SCRIPTED_MODEL: z.string().optional(),
});

export interface ModelOrchestratorSettings extends ServiceSettings {
  readonly grpc: GrpcConfig;
  readonly telemetry: TelemetryConfig;
  /** undefined = there is no such model. */
  readonly scriptedModel: string | undefined;
}

export function readModelOrchestratorSettings(
  environment: Readonly<Record<string, string | undefined>>,
): ConfigAnswer<ModelOrchestratorSettings> {
  const read = readConfig(schema, environment, 'PARLEY_');
  if (!read.ok) return read;
  const { config } = read;
  const parts = allOf({ grpc: grpcOptionsOf(config) });
  if (!parts.ok) return parts;
  const { PARLEY_SCRIPTED_MODEL: scriptedModel } = config;
  return {
    ok: true,
    config: { ...serviceSettingsOf(config), telemetry: telemetryConfigOf(config), ...parts.config, scriptedModel },
  };
}
