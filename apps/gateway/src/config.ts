import { resolve } from 'node:path';
import { grpcHelp, grpcOptionsOf, grpcSettings, type GrpcConfig } from '@parley/grpc';
import { redisHelp, redisOptionsOf, redisSettings, type RedisConnection } from '@parley/redis';
import { telemetryConfigOf, telemetrySettings, type TelemetryConfig } from '@parley/opentelemetry';
import type { ConfigAnswer, ServiceSettings } from '@parley/service-kit';
import { allOf, readConfig, serviceHelp, serviceSettingsOf, serviceShape, setting } from '@parley/service-kit';
import { z } from 'zod';

export const about = `The one public port: the API, channels' webhooks, the web chat and the console. Any number of instances.

Settings are environment variables:
  HOST (127.0.0.1), PORT (4000)    where it listens
  PARLEY_PUBLIC_URL                where people reach it from outside
  PARLEY_TLS_CERT, PARLEY_TLS_KEY  certificate with its chain, and its key, as PEM files; unset: plain HTTP, behind a proxy
${redisHelp}
  CHAT_TARGET (dns:///localhost:50052), ENGINE_TARGET (dns:///localhost:50051), SECURITY_TARGET (dns:///localhost:50055)
                                   instances of the services behind it
${grpcHelp()}
${serviceHelp}`;

const schema = z.object({
  ...serviceShape,
  ...grpcSettings,
  ...telemetrySettings,
  ...redisSettings,
  HOST: z.string().default('127.0.0.1'),
  PORT: setting.port().prefault('4000'),
  PARLEY_PUBLIC_URL: setting.url('http:', 'https:').prefault('http://127.0.0.1:4000'),
  PARLEY_TLS_CERT: z.string().optional(),
  PARLEY_TLS_KEY: z.string().optional(),
  CHAT_TARGET: z.string().default('dns:///localhost:50052'),
  ENGINE_TARGET: z.string().default('dns:///localhost:50051'),
  SECURITY_TARGET: z.string().default('dns:///localhost:50055'),
});

export interface GatewaySettings extends ServiceSettings {
  readonly grpc: GrpcConfig;
  readonly telemetry: TelemetryConfig;
  readonly redis: RedisConnection;
  readonly listen: { readonly host: string; readonly port: number };
  readonly publicUrl: string;
  /** undefined = plain HTTP. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  readonly chatTarget: string;
  readonly engineTarget: string;
  readonly securityTarget: string;
}

export function readGatewaySettings(
  environment: Readonly<Record<string, string | undefined>>,
): ConfigAnswer<GatewaySettings> {
  const read = readConfig(schema, environment, 'PARLEY_');
  if (!read.ok) return read;
  const { config } = read;
  const { PARLEY_TLS_CERT: certFile, PARLEY_TLS_KEY: keyFile } = config;
  const parts = allOf({
    grpc: grpcOptionsOf(config),
    redis: redisOptionsOf(config),
    tls: tlsOf(certFile, keyFile),
  });
  if (!parts.ok) return parts;
  return {
    ok: true,
    config: {
      ...serviceSettingsOf(config),
      telemetry: telemetryConfigOf(config),
      ...parts.config,
      listen: { host: config.HOST, port: config.PORT },
      publicUrl: config.PARLEY_PUBLIC_URL,
      chatTarget: config.CHAT_TARGET,
      engineTarget: config.ENGINE_TARGET,
      securityTarget: config.SECURITY_TARGET,
    },
  };
}

/** One without the other would be plain HTTP where somebody meant TLS. */
function tlsOf(certFile: string | undefined, keyFile: string | undefined): ConfigAnswer<GatewaySettings['tls']> {
  if (certFile === undefined && keyFile === undefined) return { ok: true, config: undefined };
  if (certFile === undefined) return { ok: false, problems: ['PARLEY_TLS_CERT: must be set, for PARLEY_TLS_KEY is.'] };
  if (keyFile === undefined) return { ok: false, problems: ['PARLEY_TLS_KEY: must be set, for PARLEY_TLS_CERT is.'] };
  return { ok: true, config: { certFile: resolve(certFile), keyFile: resolve(keyFile) } };
}
