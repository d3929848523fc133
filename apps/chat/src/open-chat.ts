import { openSlack, slackIntake } from '@parley/channel-slack';
import { WebChatChannel, webChatDoor, webChatIntake } from '@parley/channel-web-chat';
import { chatDefaults, createChat, ingestConsumer } from '@parley/chat';
import type { Client, KeyService, SecurityService, ServiceDefinition, StateEngineService } from '@parley/contracts';
import {
  ChatServiceDefinition,
  KeyServiceDefinition,
  SecurityServiceDefinition,
  StateEngineServiceDefinition,
} from '@parley/contracts';
import { openLink, serveGrpc } from '@parley/grpc';
import { openKafka } from '@parley/kafka';
import { FolderBlobs, NodeSealing } from '@parley/local';
import { openMongo } from '@parley/mongodb';
import {
  MeasuredEventLog,
  measureSends,
  measureServed,
  registerCaches,
  registerFigures,
  registerPartitions,
  type Instruments,
  type Telemetry,
} from '@parley/opentelemetry';
import { openRedis } from '@parley/redis';
import { ConnectionDirectory, keepSwept, remoteKeyring, StoreClock, type Kit } from '@parley/service-kit';
import type { ChatSettings } from './config.ts';
import { ownFigures, readFigures } from './read-figures.ts';
import { sweepsOf } from './sweeps-of.ts';

/** As traces name the log. */
const logPlace = { system: 'kafka', topic: 'message.inbound.v1', carries: true } as const;

/** Without Redis vendors' limits are kept with what certainly is left of them; people are not kept waiting for that. */
const paceOfVendors = (identifier: string): boolean => identifier.startsWith('out:');

/** Figures this old are asked for anew. */
const figuresMaxAgeMs = 5_000;

export async function openChat(settings: ChatSettings, kit: Kit, { meters, telemetry }: Instruments): Promise<void> {
  const { grpc, isDev, drainMs, keep } = settings;
  const { drain, logger } = kit;

  // 1 What it stands on.
  const watching = telemetry.isOn && { watch: telemetry.mongo };
  const injecting = telemetry.inject && { inject: telemetry.inject };
  const mongo = await kit.dependsOn(
    'MongoDB',
    () => openMongo({ ...settings.mongodb, isDev, keptMs: keep.logMs, ...watching }),
    async (opened) => {
      await opened.check();
      return opened.amiss.length === 0 ? undefined : `not durable: ${opened.amiss.join(', ')}`;
    },
  );
  drain.add('the connections to MongoDB', () => mongo.close());
  // Every chat goes by one clock: by one that is behind, people would have answered before they were asked.
  const clock = await kit.dependsOn(
    'the clock of MongoDB',
    () => StoreClock.open(() => mongo.time()),
    () => undefined,
  );
  drain.add('the clock', () => clock.close());
  const now = (): number => clock.now();
  const kafka = await kit.dependsOn(
    'Kafka',
    () =>
      openKafka({
        ...settings.kafka,
        clientId: 'parley-chat',
        readers: [ingestConsumer],
        isDev,
        warn: logger.warn,
        ...injecting,
      }),
    async (opened) => {
      await opened.check();
      return opened.amiss.length === 0 ? undefined : `not durable: ${opened.amiss.join(', ')}`;
    },
  );
  drain.add('the connections to Kafka', () => kafka.close());
  const redis = await openRedis({ connection: settings.redis, log: logger, startsEmpty: paceOfVendors });
  kit.watch('Redis', () => redis.check());
  drain.add('the connections to Redis', () => redis.close());
  registerCaches(meters.registry, () => redis.cacheCounts());
  const { keys, security, engine } = linkAll(settings, kit, telemetry);

  // 2 The service.
  const blobs = new FolderBlobs(settings.blobsFolder);
  await blobs.sweep();
  const sealing = new NodeSealing(null);
  const slack = openSlack(settings.slack, now);
  drain.add('the lines to Slack', () => slack.close());
  const { messages, conversations, search, figures, deliveries, places, holds, health, quarantine, records } = mongo;
  const { rates, updates } = redis;
  const chat = createChat(
    {
      ...{ messages, conversations, search, figures, deliveries, places, holds, health, quarantine, rows: records },
      ...{
        log: telemetry.log(new MeasuredEventLog(kafka.log, meters), logPlace),
        blobs,
        rates,
        updates,
        presence: redis.presence,
        cache: redis.cache('chat'),
        security,
        directory: new ConnectionDirectory(security, redis.cache('security')),
        engine,
        sealing,
        now,
        monotonic: () => performance.now(),
        warn: logger.warn,
      },
      keyring: remoteKeyring(keys, sealing),
      intakes: [webChatIntake, slackIntake],
      channels: [new WebChatChannel(updates), slack.channel].map((way) => telemetry.channel(measureSends(way, meters))),
      visitors: webChatDoor,
    },
    { ...chatDefaults, riders: false, soleDeliverer: false, ownOrigins: [new URL(settings.publicUrl).origin] },
  );
  drain.add('chat', () => chat.drain());
  const sweeping = keepSwept(sweepsOf({ mongo, blobs, chat, keep, now }), logger);
  drain.add('retention', () => sweeping.stop());

  // 3 Its callers, and its own work.
  registerFigures(meters.registry, {
    names: ownFigures,
    read: () => readFigures({ log: kafka.log, deliveries, now }),
    maxAgeMs: figuresMaxAgeMs,
  });
  registerPartitions(meters.registry, () => kafka.log.figures().get(ingestConsumer) ?? [], now);
  const server = await serveGrpc({
    ...grpc,
    around: measureServed(meters, telemetry.around),
    failed: (call, error) => logger.error('call.failed', { call, error }),
    services: [{ definition: ChatServiceDefinition, service: chat.service }],
  });
  drain.add('calls', async () => void (await server.drain(drainMs)));
  await kit.begin('deliveries and the log', () => chat.start());
}

function linkAll({ grpc, securityTarget, engineTarget }: ChatSettings, kit: Kit, telemetry: Telemetry) {
  const { inject } = telemetry;
  const link = <Service extends object>(name: string, definition: ServiceDefinition, target: string): Client<Service> =>
    telemetry.client(definition, openLink<Service>(kit, name, definition, { ...grpc, target, inject }), 'grpc');
  return {
    keys: link<KeyService>('keys', KeyServiceDefinition, securityTarget),
    security: link<SecurityService>('security', SecurityServiceDefinition, securityTarget),
    engine: link<StateEngineService>('state-engine', StateEngineServiceDefinition, engineTarget),
  };
}
