import { grpcHelp, grpcOptionsOf, grpcSettings, type GrpcConfig } from '@parley/grpc';
import { telemetryConfigOf, telemetrySettings, type TelemetryConfig } from '@parley/opentelemetry';
import type { ConfigAnswer, ServiceSettings } from '@parley/service-kit';
import { allOf, readConfig, serviceHelp, serviceSettingsOf, serviceShape, setting } from '@parley/service-kit';
import { z } from 'zod';

export const about = `Calls systems outside for conversations: integrations, each with its manifest. Any number of instances.

Settings are environment variables:
  DEMO_BANK_URL                    the demo's bank, a process of its own; unset: there is no demo-bank integration
${grpcHelp(50054)}
${serviceHelp}`;

const schema = z.object({
  ...serviceShape,
  ...grpcSettings,
  ...telemetrySettings,
  GRPC_PORT: setting.port().prefault('50054'),
  DEMO_BANK_URL: setting.url('http:', 'https:').optional(),
});

export interface AdaptorsSettings extends ServiceSettings {
  readonly grpc: GrpcConfig;
  readonly telemetry: TelemetryConfig;
  /** undefined = there is no bank to call. */
  readonly demoBankUrl: string | undefined;
}

export function readAdaptorsSettings(
  environment: Readonly<Record<string, string | undefined>>,
): ConfigAnswer<AdaptorsSettings> {
  const read = readConfig(schema, environment, 'PARLEY_');
  if (!read.ok) return read;
  const { config } = read;
  const parts = allOf({ grpc: grpcOptionsOf(config) });
  if (!parts.ok) return parts;
  return {
    ok: true,
    config: {
      ...serviceSettingsOf(config),
      telemetry: telemetryConfigOf(config),
      ...parts.config,
      demoBankUrl: config.DEMO_BANK_URL,
    },
  };
}
