import type {
  ChatService,
  Client,
  FlowService,
  SecurityService,
  ServiceDefinition,
  StateEngineService,
} from '@parley/contracts';
import {
  ChatServiceDefinition,
  FlowServiceDefinition,
  SecurityServiceDefinition,
  StateEngineServiceDefinition,
} from '@parley/contracts';
import { createGateway, readPages } from '@parley/gateway';
import { openLink } from '@parley/grpc';
import { registerCaches, type Instruments, type Telemetry } from '@parley/opentelemetry';
import { openRedis } from '@parley/redis';
import { ConnectionDirectory, readTls, type Kit } from '@parley/service-kit';
import type { GatewaySettings } from './config.ts';
import { pageFolders } from './page-folders.ts';

export async function openGateway(
  settings: GatewaySettings,
  kit: Kit,
  { meters, telemetry }: Instruments,
): Promise<void> {
  const { drain, logger, now } = kit;

  // 1 What stands behind it.
  const redis = await openRedis({ connection: settings.redis, log: logger, startsEmpty: () => false });
  kit.watch('Redis', () => redis.check());
  drain.add('the connections to Redis', () => redis.close());
  registerCaches(meters.registry, () => redis.cacheCounts());
  const services = linkAll(settings, kit, telemetry);

  // 2 The door.
  const tls = await readTls(settings.tls);
  const gateway = await createGateway(
    {
      ...services,
      ...{ rates: redis.rates, health: kit.health, now, warn: logger.error },
      observe: ({ route, method, status, ms }) => meters.request(route, method, status, ms),
      ...(telemetry.request && { trace: telemetry.request }),
      directory: new ConnectionDirectory(services.security, redis.cache('security')),
      pages: await readPages(pageFolders()),
      ownOrigins: [new URL(settings.publicUrl).origin],
    },
    tls && { tls },
  );
  drain.add('the door', () => gateway.close());
  await gateway.listen(settings.listen.port, settings.listen.host);
}

/** Forgetting a tenant waits until nothing of it comes in any more. */
const deadlinesMs = { eraseTenant: 120_000 };

function linkAll({ grpc, chatTarget, engineTarget, securityTarget }: GatewaySettings, kit: Kit, telemetry: Telemetry) {
  const { inject } = telemetry;
  const link = <Service extends object>(name: string, definition: ServiceDefinition, target: string): Client<Service> =>
    telemetry.client(
      definition,
      openLink<Service>(kit, name, definition, { ...grpc, target, inject, deadlinesMs }),
      'grpc',
    );
  return {
    chat: link<ChatService>('chat', ChatServiceDefinition, chatTarget),
    flows: link<FlowService>('flows', FlowServiceDefinition, engineTarget),
    engine: link<StateEngineService>('engine', StateEngineServiceDefinition, engineTarget),
    security: link<SecurityService>('security', SecurityServiceDefinition, securityTarget),
  };
}
