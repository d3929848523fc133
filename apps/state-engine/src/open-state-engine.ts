import type {
  AdaptorsService,
  Client,
  KeyService,
  ModelOrchestratorService,
  SecurityService,
  ServiceDefinition,
} from '@parley/contracts';
import {
  AdaptorsServiceDefinition,
  FlowServiceDefinition,
  KeyServiceDefinition,
  ModelOrchestratorServiceDefinition,
  SecurityServiceDefinition,
  StateEngineServiceDefinition,
} from '@parley/contracts';
import { openLink, serveGrpc } from '@parley/grpc';
import { openKafka } from '@parley/kafka';
import { NodeSealing } from '@parley/local';
import {
  MeasuredEventLog,
  MeasuredJournal,
  MeasuredLease,
  measureServed,
  registerCaches,
  registerFigures,
  type Instruments,
  type Telemetry,
} from '@parley/opentelemetry';
import {
  databaseTime,
  openServiceDatabase,
  PostgresFlowCatalogue,
  PostgresFlows,
  PostgresJournal,
  PostgresOperations,
  PostgresRetention,
  PostgresWakeUps,
  PostgresWorkLists,
  type Database,
} from '@parley/postgres';
import { openRedis } from '@parley/redis';
import { ConnectionDirectory, keepSwept, remoteKeyring, StoreClock, type Kit } from '@parley/service-kit';
import { createStateEngine, engineDefaults, type EnginePorts } from '@parley/state-engine';
import type { StateEngineSettings } from './config.ts';
import { ownFigures, readFigures } from './read-figures.ts';

/** As traces name the log. */
const logPlace = { system: 'kafka', topic: 'message.inbound.v1', carries: true } as const;

/** Beside other engines a remembered head is stale as often as not: it is read for each batch. */
const headCacheBytes = 1;

/** Figures this old are asked for anew. */
const figuresMaxAgeMs = 5_000;

export async function openStateEngine(
  settings: StateEngineSettings,
  kit: Kit,
  { meters, telemetry }: Instruments,
): Promise<void> {
  const { grpc, isDev, drainMs } = settings;
  const { drain, logger } = kit;

  // 1 What it stands on.
  const injecting = telemetry.inject && { inject: telemetry.inject };
  const postgres = await kit.dependsOn(
    'PostgreSQL',
    () => openServiceDatabase({ connectionString: settings.databaseUrl }, { isDev, onLost: kit.fail }),
    (opened) => opened.check(),
  );
  drain.add('the connections to the database', () => postgres.close());
  // Every engine goes by one clock: a conversation that one with a wrong clock moved would be late with all the others.
  const clock = await kit.dependsOn(
    'the clock of PostgreSQL',
    () => StoreClock.open(() => databaseTime(postgres.database)),
    () => undefined,
  );
  drain.add('the clock', () => clock.close());
  const now = (): number => clock.now();
  const kafka = await kit.dependsOn(
    'Kafka',
    () =>
      openKafka({
        ...settings.kafka,
        clientId: 'parley-state-engine',
        readers: [],
        isDev,
        warn: logger.warn,
        ...injecting,
      }),
    (opened) => opened.check(),
  );
  drain.add('the connections to Kafka', () => kafka.close());
  const redis = await openRedis({ connection: settings.redis, log: logger });
  kit.watch('Redis', () => redis.check());
  drain.add('the connections to Redis', () => redis.close());
  registerCaches(meters.registry, () => redis.cacheCounts());
  const { keys, security, services } = linkAll(settings, kit, telemetry);

  // 2 The service.
  const sealing = new NodeSealing(null);
  const engine = createStateEngine(
    {
      ...storesOf(postgres.database),
      journal: new MeasuredJournal(new PostgresJournal(postgres.database), meters),
      ...services,
      directory: new ConnectionDirectory(security, redis.cache('security')),
      cache: redis.cache('state-engine'),
      lease: new MeasuredLease(redis.lease, meters),
      ...{
        log: telemetry.log(new MeasuredEventLog(kafka.log, meters), logPlace),
        sealing,
        keyring: remoteKeyring(keys, sealing),
        now,
        warn: logger.warn,
      },
    },
    { ...engineDefaults, riders: false, soleWorker: false, headCacheBytes },
  );
  drain.add('operations and timers', () => engine.drain());
  const retention = new PostgresRetention(postgres.database, settings.keptMs);
  const sweeping = keepSwept(
    { log: () => retention.sweep(now()), entries: () => retention.retireEntries(now()) },
    logger,
  );
  drain.add('retention', () => sweeping.stop());

  registerFigures(meters.registry, {
    names: ownFigures,
    read: () => readFigures(postgres.database, now),
    maxAgeMs: figuresMaxAgeMs,
  });

  // 3 Its callers, and its own work.
  const server = await serveGrpc({
    ...grpc,
    around: measureServed(meters, telemetry.around),
    failed: (call, error) => logger.error('call.failed', { call, error }),
    services: [
      { definition: StateEngineServiceDefinition, service: telemetry.engine(engine.service) },
      { definition: FlowServiceDefinition, service: engine.flows },
    ],
  });
  drain.add('calls', async () => void (await server.drain(drainMs)));
  await kit.begin('timers and operations', () => engine.start());
}

type Stores = Pick<EnginePorts, 'flows' | 'catalogue' | 'workLists' | 'operations' | 'wakeUps'>;

function storesOf(database: Database): Stores {
  return {
    flows: new PostgresFlows(database),
    catalogue: new PostgresFlowCatalogue(database),
    workLists: new PostgresWorkLists(database),
    operations: new PostgresOperations(database),
    wakeUps: new PostgresWakeUps(database),
  };
}

function linkAll(
  { grpc, securityTarget, adaptorsTarget, modelsTarget }: StateEngineSettings,
  kit: Kit,
  telemetry: Telemetry,
) {
  const { inject } = telemetry;
  const link = <Service extends object>(name: string, definition: ServiceDefinition, target: string): Client<Service> =>
    telemetry.client(definition, openLink<Service>(kit, name, definition, { ...grpc, target, inject }), 'grpc');
  return {
    keys: link<KeyService>('keys', KeyServiceDefinition, securityTarget),
    security: link<SecurityService>('security', SecurityServiceDefinition, securityTarget),
    services: {
      adaptors: link<AdaptorsService>('adaptors', AdaptorsServiceDefinition, adaptorsTarget),
      models: link<ModelOrchestratorService>('models', ModelOrchestratorServiceDefinition, modelsTarget),
    },
  };
}
