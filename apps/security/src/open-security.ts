import { randomBytes } from 'node:crypto';
import type { ChatService } from '@parley/contracts';
import { ChatServiceDefinition, KeyServiceDefinition, SecurityServiceDefinition } from '@parley/contracts';
import { openLink, serveGrpc } from '@parley/grpc';
import { FolderBlobs, NotedKeys, noteErasure, openRootKey } from '@parley/local';
import { measureServed, registerCaches, type Instruments } from '@parley/opentelemetry';
import {
  openServiceDatabase,
  PostgresApiKeys,
  PostgresConnections,
  PostgresConversationKeys,
  PostgresIdempotencyKeys,
  PostgresTenantRecords,
  PostgresTenants,
} from '@parley/postgres';
import { openRedis } from '@parley/redis';
import { answersKeptMs, KeyController, SecurityController, securityDefaults } from '@parley/security';
import { keepSwept, StartProblem, storedKeyring, storedTenantKeys, type Kit } from '@parley/service-kit';
import type { SecuritySettings } from './config.ts';
import { EveryRecord } from './every-record.ts';

/** Another instance may have destroyed a key: what this one remembers is asked for again, ms. */
const keyMaxAgeMs = 5_000;

export async function openSecurity(
  settings: SecuritySettings,
  kit: Kit,
  { meters, telemetry }: Instruments,
): Promise<void> {
  const { logger, drain, now } = kit;

  // 1 What it stands on.
  const { grpc, isDev } = settings;
  const postgres = await kit.dependsOn(
    'PostgreSQL',
    () => openServiceDatabase({ connectionString: settings.databaseUrl }, { isDev, onLost: kit.fail }),
    (opened) => opened.check(),
  );
  drain.add('the connections to the database', () => postgres.close());
  const { database } = postgres;
  const redis = await openRedis({ connection: settings.redis, log: logger });
  kit.watch('Redis', () => redis.check());
  drain.add('the connections to Redis', () => redis.close());
  registerCaches(meters.registry, () => redis.cacheCounts());
  const { inject } = telemetry;
  const way = { ...grpc, target: settings.chatTarget, inject };
  const line = openLink<ChatService>(kit, 'chat', ChatServiceDefinition, way);
  const chat = telemetry.client(ChatServiceDefinition, line, 'grpc');

  // 2 The keys.
  const tenants = new PostgresTenants(database);
  const opened = await openRootKey(settings.rootKeyFile, tenants);
  if (!opened.ok) throw new StartProblem(opened.problem);
  const { sealing } = opened;
  const keys = new NotedKeys(new PostgresConversationKeys(database), settings.erasuresFolder);
  const limits = { maxAgeMs: keyMaxAgeMs, tenantMaxAgeMs: keyMaxAgeMs };
  const keyring = storedKeyring({ keys, tenants, sealing }, limits);

  // 3 The service.
  const idempotency = new PostgresIdempotencyKeys(database);
  const ports = {
    ...{ tenants, sealing, keyring, idempotency, now, warn: logger.warn },
    cache: redis.cache('security'),
    apiKeys: new PostgresApiKeys(database),
    connections: new PostgresConnections(database),
    records: new EveryRecord(new PostgresTenantRecords(database), chat),
    blobs: new FolderBlobs(settings.blobsFolder),
    erasing: (tenant: string, at: number) => noteErasure(settings.erasuresFolder, { at, tenant }),
    random: (bytes: number) => randomBytes(bytes),
  };
  const service = new SecurityController(ports, { ...securityDefaults, platformKey: settings.platformKey });
  const sweeping = keepSwept({ answers: () => idempotency.expire(now() - answersKeptMs) }, logger);
  drain.add('retention', () => sweeping.stop());

  // 4 Its callers; with mutual TLS each is known by the name in its certificate.
  const keyCallers = grpc.tls?.caFile !== undefined && { allow: ['chat', 'state-engine'] };
  const server = await serveGrpc({
    ...grpc,
    around: measureServed(meters, telemetry.around),
    failed: (call, error) => logger.error('call.failed', { call, error }),
    services: [
      { definition: SecurityServiceDefinition, service },
      {
        definition: KeyServiceDefinition,
        service: new KeyController(keys, storedTenantKeys(tenants, sealing)),
        ...keyCallers,
      },
    ],
  });
  drain.add('calls', async () => void (await server.drain(settings.drainMs)));
}
