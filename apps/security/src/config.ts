import { resolve } from 'node:path';
import { parseApiKey } from '@parley/access';
import { grpcHelp, grpcOptionsOf, grpcSettings, type GrpcConfig } from '@parley/grpc';
import { telemetryConfigOf, telemetrySettings, type TelemetryConfig } from '@parley/opentelemetry';
import { redisHelp, redisOptionsOf, redisSettings, type RedisConnection } from '@parley/redis';
import type { ConfigAnswer, ServiceSettings } from '@parley/service-kit';
import { allOf, readConfig, serviceHelp, serviceSettingsOf, serviceShape, setting } from '@parley/service-kit';
import { z } from 'zod';

export const about = `Keeps tenants, their API keys, connections and secrets, and the keys that seal what is said. Any number of instances.

Settings are environment variables:
  DATABASE_URL                     PostgreSQL, with TLS as sslmode says; its user may create roles
  PARLEY_ROOT_KEY (root.key)       the file of the root key; made where the database never had one
  PARLEY_PLATFORM_KEY              the key that creates tenants (npm run -s platform:key makes one); unset: nobody may
  PARLEY_ERASURES (erasures)       the folder of the list of erasures, to be kept beside the backups
  PARLEY_BLOBS (blobs)             the folder of long texts, the same as chat's
  CHAT_TARGET (dns:///localhost:50052)
                                   chat's instances, asked to forget what they keep of a tenant
${redisHelp}
${grpcHelp(50055)}
${serviceHelp}`;

const schema = z.object({
  ...serviceShape,
  ...grpcSettings,
  ...redisSettings,
  ...telemetrySettings,
  GRPC_PORT: setting.port().prefault('50055'),
  DATABASE_URL: setting.url('postgres:', 'postgresql:'),
  PARLEY_ROOT_KEY: z.string().default('root.key'),
  PARLEY_PLATFORM_KEY: z
    .string()
    .refine((key) => parseApiKey(key) !== null, 'is no key: npm run -s platform:key makes one')
    .optional(),
  PARLEY_ERASURES: z.string().default('erasures'),
  PARLEY_BLOBS: z.string().default('blobs'),
  CHAT_TARGET: z.string().default('dns:///localhost:50052'),
});

export interface SecuritySettings extends ServiceSettings {
  readonly grpc: GrpcConfig;
  readonly redis: RedisConnection;
  readonly telemetry: TelemetryConfig;
  readonly databaseUrl: string;
  readonly rootKeyFile: string;
  /** null = nobody may create tenants. */
  readonly platformKey: string | null;
  readonly erasuresFolder: string;
  readonly blobsFolder: string;
  readonly chatTarget: string;
}

export function readSecuritySettings(
  environment: Readonly<Record<string, string | undefined>>,
): ConfigAnswer<SecuritySettings> {
  const read = readConfig(schema, environment, 'PARLEY_');
  if (!read.ok) return read;
  const { config } = read;
  const parts = allOf({ grpc: grpcOptionsOf(config), redis: redisOptionsOf(config) });
  if (!parts.ok) return parts;
  return {
    ok: true,
    config: {
      ...serviceSettingsOf(config),
      telemetry: telemetryConfigOf(config),
      ...parts.config,
      databaseUrl: config.DATABASE_URL,
      rootKeyFile: resolve(config.PARLEY_ROOT_KEY),
      platformKey: config.PARLEY_PLATFORM_KEY ?? null,
      erasuresFolder: resolve(config.PARLEY_ERASURES),
      blobsFolder: resolve(config.PARLEY_BLOBS),
      chatTarget: config.CHAT_TARGET,
    },
  };
}
