import type { ChatService, FlowService, SecurityService, StateEngineService } from '@parley/contracts';
import {
  ChatServiceDefinition,
  FlowServiceDefinition,
  SecurityServiceDefinition,
  StateEngineServiceDefinition,
} from '@parley/contracts';
import { createGateway, readPages } from '@parley/gateway';
import { linkOverGrpc } from '@parley/grpc';
import type { Instruments, Telemetry } from '@parley/opentelemetry';
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
  const services = linkAll(settings, kit, telemetry);

  // 2 The door.
  const tls = await readTls(settings.tls);
  const gateway = await createGateway(
    {
      ...services,
      ...{ rates: redis.rates, health: kit.health, now, warn: logger.error },
      observe: ({ route, method, status, ms }) => meters.request(route, method, status, ms),
      ...(telemetry.request && { trace: telemetry.request }),
      directory: new ConnectionDirectory(services.security),
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

function linkAll(
  { grpc: way, chatTarget, engineTarget, securityTarget }: GatewaySettings,
  { watch, drain }: Kit,
  { inject }: Telemetry,
) {
  const grpc = { ...way, ...(inject && { inject }) };
  const services = {
    chat: linkOverGrpc<ChatService>(ChatServiceDefinition, { ...grpc, target: chatTarget }),
    flows: linkOverGrpc<FlowService>(FlowServiceDefinition, { ...grpc, target: engineTarget }),
    engine: linkOverGrpc<StateEngineService>(StateEngineServiceDefinition, { ...grpc, target: engineTarget }),
    security: linkOverGrpc<SecurityService>(SecurityServiceDefinition, {
      ...grpc,
      target: securityTarget,
      deadlinesMs,
    }),
  };
  for (const [name, link] of Object.entries(services)) {
    watch(name, () => link.check());
    drain.add('a line to another service', () => link.close());
  }
  return services;
}
