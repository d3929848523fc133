import { randomUUID } from 'node:crypto';
import {
  ChatServiceDefinition,
  FlowServiceDefinition,
  linkInProcess,
  SecurityServiceDefinition,
  ServiceFault,
  StateEngineServiceDefinition,
} from '@parley/contracts';
import type { Gateway } from '@parley/gateway';
import { createGateway, readPages } from '@parley/gateway';
import type { Telemetry } from '@parley/opentelemetry';
import { countComplaints, Meters, startTelemetry } from '@parley/opentelemetry';
import type { Logger } from '@parley/service-kit';
import { Drain, keepSwept, readTls } from '@parley/service-kit';
import type { ParleyConfig } from './config.ts';
import { seedDemo } from './demo.ts';
import { eraseAgain } from '@parley/local';
import type { Erasure } from '@parley/local';
import { pageFolders } from './folders.ts';
import { openDatabase } from './open-database.ts';
import { loggerOf } from './operating/logger-of.ts';
import { sweepsOf } from './operating/retention.ts';
import { serveMetrics } from './operating/serve-metrics.ts';
import type { Watch } from './operating/watch-over.ts';
import { watchOver } from './operating/watch-over.ts';
import type { Services } from './services.ts';
import { createServices } from './services.ts';
import type { World } from './world.ts';
import { realWorld } from './world.ts';

/** A running platform. */
export interface Parley {
  /** Where it listens. */
  readonly url: string;
  /** The demo's API key, if it was made now; it is shown once. */
  readonly demoKey: string | null;
  /** Forgets a tenant; rejects with a ServiceFault when there is none, or something of it was still under way. */
  readonly eraseTenant: (tenant: string) => Promise<void>;
  /** Stops everything, the database last; answers a sentence for each part that did not end well. */
  readonly stop: () => Promise<readonly string[]>;
}

/** No part of stopping takes longer, ms. */
const stopLimitMs = 4_000;

/** Starts everything in order; what was started is stopped again if a later part cannot be. */
export async function startParley(config: ParleyConfig, world: World = realWorld): Promise<Parley> {
  const meters = new Meters();
  const telemetry = await startTelemetry({
    service: 'all-in-one',
    instance: randomUUID(),
    config: config.telemetry,
    registry: meters.registry,
    warn: (event, details) => logger.warn(event, details),
  });
  const logger = countComplaints(loggerOf(config, world.now, telemetry.context), meters);
  const drain = new Drain();
  drain.add('telemetry', () => telemetry.stop());
  const stop = (): Promise<readonly string[]> => drain.run(stopLimitMs);
  try {
    // 1 What everything stands on.
    const { database, amiss } = await openDatabase(config, drain, (sentence) => {
      console.error(sentence);
      void stop().then(() => process.exit(1));
    });

    // 2 The services, and the door; behind it nothing is ready yet.
    const ownOrigins: string[] = [];
    const services = await createServices(config, database, logger, ownOrigins, { ...world, meters, telemetry });
    const state = { isStarted: false, amiss };
    const watch = watchOver({ config, database, meters, state, isDraining: () => drain.isDraining, now: world.now });
    const gateway = await openDoor(services, { config, logger, ownOrigins, watch, telemetry, now: world.now });
    drain.add('the gateway', () => gateway.close());
    if (config.metricsPort !== undefined) {
      const metrics = await serveMetrics(config.metricsPort, config.host, watch.metrics);
      drain.add('the metrics', () => metrics.close());
    }
    const port = await gateway.listen(config.port, config.host);
    ownOrigins.push(...originsOf(config, port));

    // 3 What the last run left is taken up before anything new.
    await services.blobs.sweep();
    drain.add('the state engine', () => services.engine.drain());
    await services.engine.start();
    drain.add('the lines to Slack', () => services.slack.close());
    drain.add('chat', () => services.chat.drain());
    await services.chat.start();
    const sweeps = sweepsOf({ services, database, keep: config.keep, now: world.now });
    const retention = keepSwept(sweeps, logger);
    drain.add('retention', () => retention.stop());

    // 4 What was erased after the backup that this database was restored from is erased again, before anybody is let in.
    const erased = await eraseAgain(config.dataFolder, (erasure) => eraseOne(services, erasure));
    if (erased > 0) logger.warn('restore.erased-again', { count: erased });

    // 5 Something to talk to.
    const demoKey = config.seedsDemo ? await seedDemo(services.security, services.engine.flows) : null;
    state.isStarted = true;
    const eraseTenant = async (tenant: string): Promise<void> => void (await services.security.eraseTenant({ tenant }));
    return { url: ownOrigins[0] ?? '', demoKey, eraseTenant, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Door {
  readonly config: ParleyConfig;
  readonly logger: Logger;
  readonly ownOrigins: readonly string[];
  readonly watch: Watch;
  readonly telemetry: Telemetry;
  /** ms since the epoch. */
  readonly now: () => number;
}

async function openDoor(
  services: Services,
  { config, logger, ownOrigins, watch, telemetry, now }: Door,
): Promise<Gateway> {
  const security = linkInProcess(SecurityServiceDefinition, services.security);
  const ports = {
    chat: linkInProcess(ChatServiceDefinition, services.chat.service),
    flows: linkInProcess(FlowServiceDefinition, services.engine.flows),
    engine: linkInProcess(StateEngineServiceDefinition, services.engine.service),
    security,
    directory: services.directory,
    pages: await readPages(pageFolders()),
    rates: services.rates,
    now,
    ownOrigins,
    health: watch.health,
    observe: watch.observe,
    ...(telemetry.request && { trace: telemetry.request }),
    ...(config.metricsPort === undefined && { metrics: watch.metrics }),
    warn: logger.error,
  };
  const tls = await readTls(config.tls);
  return createGateway(ports, tls && { tls });
}

/** What the restored database does not know is as good as erased. */
async function eraseOne({ chat, security }: Services, { tenant, conversation }: Erasure): Promise<void> {
  try {
    if (conversation === undefined) await security.eraseTenant({ tenant });
    else await chat.service.eraseConversation({ tenant, conversation, by: 'restore' });
  } catch (error) {
    if (!(error instanceof ServiceFault && error.status === 'NOT_FOUND')) throw error;
  }
}

/** Our own page may be reached under each of these. */
function originsOf({ host, publicUrl, tls }: ParleyConfig, port: number): readonly string[] {
  const isLocal = ['127.0.0.1', '::1', 'localhost', '0.0.0.0', '::'].includes(host);
  const names = isLocal ? ['127.0.0.1', 'localhost'] : [host.includes(':') ? `[${host}]` : host];
  const own = names.map((name) => `${tls === undefined ? 'http' : 'https'}://${name}:${port}`);
  return publicUrl === undefined ? own : [new URL(publicUrl).origin, ...own];
}
