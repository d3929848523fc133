import { resolve } from 'node:path';
import type { SlackSettings } from '@parley/channel-slack';
import { grpcHelp, grpcOptionsOf, grpcSettings, type GrpcConfig } from '@parley/grpc';
import { kafkaHelp, kafkaOptionsOf, kafkaSettings, type KafkaSet } from '@parley/kafka';
import { mongodbHelp, mongodbOptionsOf, mongodbSettings, type MongoOptions } from '@parley/mongodb';
import { redisHelp, redisOptionsOf, redisSettings, type RedisConnection } from '@parley/redis';
import { telemetryConfigOf, telemetrySettings, type TelemetryConfig } from '@parley/opentelemetry';
import type { ConfigAnswer, KeptFor, ServiceSettings } from '@parley/service-kit';
import {
  allOf,
  keptForHelp,
  keptForOf,
  keptForShape,
  readConfig,
  serviceHelp,
  serviceSettingsOf,
  serviceShape,
  setting,
} from '@parley/service-kit';
import { z } from 'zod';

export const about = `Channels in and out: takes what people say, settles it in order, delivers replies. Any number of instances.

Settings are environment variables:
${kafkaHelp}
${mongodbHelp}
${redisHelp}
  PARLEY_BLOBS (blobs)             the folder of long texts, the same for every instance and for security
  PARLEY_PUBLIC_URL                where people reach the gateway from outside
  SECURITY_TARGET (dns:///localhost:50055), ENGINE_TARGET (dns:///localhost:50051)
                                   instances of the services that it asks
  SLACK_API_URL                    where Slack's Web API is, if not at Slack: a proxy or the simulator
  SLACK_CHANNEL_RATE (1)           messages a second that go to one channel of a workspace
${keptForHelp}
${grpcHelp(50052)}
${serviceHelp}`;

const schema = z.object({
  ...serviceShape,
  ...grpcSettings,
  ...telemetrySettings,
  ...kafkaSettings,
  ...mongodbSettings,
  ...redisSettings,
  ...keptForShape,
  GRPC_PORT: setting.port().prefault('50052'),
  PARLEY_BLOBS: z.string().default('blobs'),
  PARLEY_PUBLIC_URL: setting.url('http:', 'https:').prefault('http://127.0.0.1:4000'),
  SECURITY_TARGET: z.string().default('dns:///localhost:50055'),
  ENGINE_TARGET: z.string().default('dns:///localhost:50051'),
  SLACK_API_URL: setting.url('https:', 'http:').default('https://slack.com/api'),
  SLACK_CHANNEL_RATE: setting.whole(1, 100_000).prefault('1'),
});

export interface ChatSettings extends ServiceSettings {
  readonly grpc: GrpcConfig;
  readonly telemetry: TelemetryConfig;
  readonly kafka: KafkaSet;
  readonly mongodb: MongoOptions;
  readonly redis: RedisConnection;
  readonly blobsFolder: string;
  readonly publicUrl: string;
  readonly securityTarget: string;
  readonly engineTarget: string;
  readonly slack: SlackSettings;
  readonly keep: KeptFor;
}

export function readChatSettings(
  environment: Readonly<Record<string, string | undefined>>,
): ConfigAnswer<ChatSettings> {
  const read = readConfig(schema, environment, 'PARLEY_');
  if (!read.ok) return read;
  const { config } = read;
  const parts = allOf({
    grpc: grpcOptionsOf(config),
    kafka: kafkaOptionsOf(config),
    redis: redisOptionsOf(config),
  });
  if (!parts.ok) return parts;
  return {
    ok: true,
    config: {
      ...serviceSettingsOf(config),
      telemetry: telemetryConfigOf(config),
      ...parts.config,
      mongodb: mongodbOptionsOf(config),
      blobsFolder: resolve(config.PARLEY_BLOBS),
      publicUrl: config.PARLEY_PUBLIC_URL,
      securityTarget: config.SECURITY_TARGET,
      engineTarget: config.ENGINE_TARGET,
      slack: { slackApiUrl: config.SLACK_API_URL, slackChannelRate: config.SLACK_CHANNEL_RATE },
      keep: keptForOf(config),
    },
  };
}
