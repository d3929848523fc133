import { grpcHelp, grpcOptionsOf, grpcSettings, type GrpcConfig } from '@parley/grpc';
import { kafkaHelp, kafkaOptionsOf, kafkaSettings, type KafkaSet } from '@parley/kafka';
import { redisHelp, redisOptionsOf, redisSettings, type RedisConnection } from '@parley/redis';
import { telemetryConfigOf, telemetrySettings, type TelemetryConfig } from '@parley/opentelemetry';
import type { ConfigAnswer, ServiceSettings } from '@parley/service-kit';
import {
  allOf,
  keptForShape,
  readConfig,
  serviceHelp,
  serviceSettingsOf,
  serviceShape,
  setting,
} from '@parley/service-kit';
import { z } from 'zod';

export const about = `Moves conversations: flows, the journal, operations and timers. Any number of instances.

Settings are environment variables:
  DATABASE_URL                     PostgreSQL, with TLS as sslmode says; its user may create roles
${kafkaHelp}
${redisHelp}
  SECURITY_TARGET (dns:///localhost:50055), ADAPTORS_TARGET (dns:///localhost:50054), MODELS_TARGET (dns:///localhost:50053)
                                   instances of the services that it asks
  PARLEY_KEEP_LOG (14d)            tombstones of calls
${grpcHelp(50051)}
${serviceHelp}`;

const schema = z.object({
  ...serviceShape,
  ...grpcSettings,
  ...telemetrySettings,
  ...kafkaSettings,
  ...redisSettings,
  GRPC_PORT: setting.port().prefault('50051'),
  DATABASE_URL: setting.url('postgres:', 'postgresql:'),
  SECURITY_TARGET: z.string().default('dns:///localhost:50055'),
  ADAPTORS_TARGET: z.string().default('dns:///localhost:50054'),
  MODELS_TARGET: z.string().default('dns:///localhost:50053'),
  PARLEY_KEEP_LOG: keptForShape.PARLEY_KEEP_LOG,
});

export interface StateEngineSettings extends ServiceSettings {
  readonly grpc: GrpcConfig;
  readonly telemetry: TelemetryConfig;
  readonly kafka: KafkaSet;
  readonly redis: RedisConnection;
  readonly databaseUrl: string;
  readonly securityTarget: string;
  readonly adaptorsTarget: string;
  readonly modelsTarget: string;
  /** How long tombstones are kept, ms. */
  readonly keptMs: number;
}

export function readStateEngineSettings(
  environment: Readonly<Record<string, string | undefined>>,
): ConfigAnswer<StateEngineSettings> {
  const read = readConfig(schema, environment, 'PARLEY_');
  if (!read.ok) return read;
  const { config } = read;
  const parts = allOf({ grpc: grpcOptionsOf(config), kafka: kafkaOptionsOf(config), redis: redisOptionsOf(config) });
  if (!parts.ok) return parts;
  return {
    ok: true,
    config: {
      ...serviceSettingsOf(config),
      telemetry: telemetryConfigOf(config),
      ...parts.config,
      databaseUrl: config.DATABASE_URL,
      securityTarget: config.SECURITY_TARGET,
      adaptorsTarget: config.ADAPTORS_TARGET,
      modelsTarget: config.MODELS_TARGET,
      keptMs: config.PARLEY_KEEP_LOG,
    },
  };
}
