import { resolve } from 'node:path';
import type { TelemetryConfig } from '@parley/opentelemetry';
import { telemetryConfigOf, telemetrySettings } from '@parley/opentelemetry';
import type { ConfigAnswer, KeptFor, LogSettings } from '@parley/service-kit';
import { keptForOf, keptForShape, logSetting, logSettingsOf, readConfig, setting } from '@parley/service-kit';
import { z } from 'zod';

/** What an operator may say, read once from the environment. */
export interface ParleyConfig extends LogSettings {
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly dataFolder: string;
  /** A PostgreSQL of the operator's; undefined = our own. */
  readonly databaseUrl: string | undefined;
  /** Where people reach the gateway from outside; undefined = at its own address. */
  readonly publicUrl: string | undefined;
  /** Less than durable is allowed, and shown by /readyz. */
  readonly isDev: boolean;
  readonly platformKey: string | undefined;
  /** The demo bank in a process of its own; undefined = in this one. */
  readonly demoBankUrl: string | undefined;
  /** A file that says what `model.scripted` answers; undefined = there is no such model. Never in production. */
  readonly scriptedModel: string | undefined;
  /** Where Slack's Web API is: Slack's own, unless a test or a proxy stands in for it. */
  readonly slackApiUrl: string;
  /** How many messages a second one channel of a workspace takes. */
  readonly slackChannelRate: number;
  /** Whether chat's rows ride along in the journal's commit, or are recorded after it as separate services do. */
  readonly riders: boolean;
  readonly seedsDemo: boolean;
  /** undefined = `/metrics` is answered where everything else is. */
  readonly metricsPort: number | undefined;
  /** Files with a certificate and its key; undefined = plain HTTP. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  readonly keep: KeptFor;
  /** What is sent to a collector, by the variables of OpenTelemetry. */
  readonly telemetry: TelemetryConfig;
}

const slackApi = 'https://slack.com/api';
const ofSeparateServices = ['KAFKA_BROKERS', 'REDIS_URL', 'MONGODB_URL', 'TIMESCALE_URL'] as const;

const schema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: setting.port().prefault('4000'),
  PARLEY_DATA: z.string().default('data'),
  DATABASE_URL: setting.url('postgres:', 'postgresql:').optional(),
  PARLEY_PUBLIC_URL: setting.url('http:', 'https:').optional(),
  DURABILITY: z.enum(['full', 'dev'], 'must be full or dev').default('full'),
  PARLEY_PLATFORM_KEY: z.string().startsWith('pk_', 'must begin with pk_').optional(),
  DEMO_BANK_URL: setting.url('http:').optional(),
  PARLEY_SCRIPTED_MODEL: z.string().optional(),
  SLACK_API_URL: setting.url('https:', 'http:').default(slackApi),
  SLACK_CHANNEL_RATE: setting.whole(1, 100_000).prefault('1'),
  PARLEY_RIDERS: setting.flag().prefault('true'),
  PARLEY_DEMO: setting.flag().prefault('true'),
  PARLEY_LOG: logSetting().prefault('warn,json'),
  PARLEY_METRICS_PORT: setting.port().optional(),
  PARLEY_TLS_CERT: z.string().optional(),
  PARLEY_TLS_KEY: z.string().optional(),
  ...telemetrySettings,
  ...keptForShape,
  /** Read by the failpoints themselves; named here because it is a setting of ours. */
  PARLEY_FAILPOINT: z.string().optional(),
  ...Object.fromEntries(
    ofSeparateServices.map((name) => [
      name,
      z
        .undefined(
          'must be unset: everything in one process runs with DATABASE_URL or nothing; the separate services run on this (apps/docs/deploy.md)',
        )
        .optional(),
    ]),
  ),
});

/** Reads and checks all of it; every fault at once. */
export function readParleyConfig(
  environment: Readonly<Record<string, string | undefined>>,
): ConfigAnswer<ParleyConfig> {
  const read = readConfig(schema, environment, 'PARLEY_');
  const refused = [...refusedInProduction(environment), ...halfOfTls(environment)];
  if (!read.ok) return { ok: false, problems: [...read.problems, ...refused] };
  if (refused.length > 0) return { ok: false, problems: refused };
  const { config } = read;
  return {
    ok: true,
    config: {
      host: config.HOST,
      port: config.PORT,
      dataFolder: resolve(config.PARLEY_DATA),
      databaseUrl: config.DATABASE_URL,
      publicUrl: config.PARLEY_PUBLIC_URL,
      isDev: config.DURABILITY === 'dev',
      platformKey: config.PARLEY_PLATFORM_KEY,
      demoBankUrl: config.DEMO_BANK_URL,
      scriptedModel: config.PARLEY_SCRIPTED_MODEL,
      slackApiUrl: config.SLACK_API_URL,
      slackChannelRate: config.SLACK_CHANNEL_RATE,
      riders: config.PARLEY_RIDERS,
      seedsDemo: config.PARLEY_DEMO,
      ...logSettingsOf(config.PARLEY_LOG, 'warn'),
      metricsPort: config.PARLEY_METRICS_PORT,
      tls:
        config.PARLEY_TLS_CERT === undefined || config.PARLEY_TLS_KEY === undefined
          ? undefined
          : { certFile: resolve(config.PARLEY_TLS_CERT), keyFile: resolve(config.PARLEY_TLS_KEY) },
      keep: keptForOf(config),
      telemetry: telemetryConfigOf(config),
    },
  };
}

/** One without the other would be plain HTTP where somebody meant TLS. */
function halfOfTls(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const [cert, key] = ['PARLEY_TLS_CERT', 'PARLEY_TLS_KEY'];
  return [
    [cert, key],
    [key, cert],
  ].flatMap(([set, other]) =>
    environment[set ?? ''] && !environment[other ?? ''] ? [`${other}: must be set, for ${set} is.`] : [],
  );
}

/** People must not be answered out of a script that was meant for a test. */
function refusedInProduction(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  return environment['NODE_ENV'] === 'production' && environment['PARLEY_SCRIPTED_MODEL']
    ? ['PARLEY_SCRIPTED_MODEL: is for tests and refused with NODE_ENV=production.']
    : [];
}
