import {
  ChatServiceDefinition,
  FlowServiceDefinition,
  linkInProcess,
  SecurityServiceDefinition,
  StateEngineServiceDefinition,
} from '@parley/contracts';
import type { Gateway } from '@parley/gateway';
import { createGateway, readPages } from '@parley/gateway';
import type { Database } from '@parley/postgres';
import { PostgresRetention } from '@parley/postgres';
import { answersKeptMs } from '@parley/security';
import type { Logger } from '@parley/service-kit';
import { ConnectionDirectory, createLogger, Drain, Health } from '@parley/service-kit';
import type { ParleyConfig } from './config.ts';
import { seedDemo } from './demo.ts';
import { pagesFolder } from './folders.ts';
import { openDatabase } from './open-database.ts';
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
  /** Stops everything, the database last; answers a sentence for each part that did not end well. */
  readonly stop: () => Promise<readonly string[]>;
}

/** No part of stopping takes longer, ms. */
const stopLimitMs = 4_000;
const quarantineKeptMs = 30 * 24 * 3600 * 1000;
const sweepEveryMs = 3600 * 1000;

/** Starts everything in order; what was started is stopped again if a later part cannot be. */
export async function startParley(config: ParleyConfig, world: World = realWorld): Promise<Parley> {
  const logger = createLogger({ level: config.logLevel, write: (line) => console.error(line), now: world.now });
  const drain = new Drain();
  const stop = (): Promise<readonly string[]> => drain.run(stopLimitMs);
  try {
    // 1 What everything stands on.
    const { database, amiss } = await openDatabase(config, drain, (sentence) => {
      console.error(sentence);
      void stop().then(() => process.exit(1));
    });

    // 2 The services, and the door; behind it nothing is ready yet.
    const ownOrigins: string[] = [];
    const services = await createServices(config, database, logger, ownOrigins, world);
    const state = { isStarted: false, amiss };
    const gateway = await openDoor(services, { database, drain, logger, ownOrigins, state, world });
    drain.add('the gateway', () => gateway.close());
    const port = await gateway.listen(config.port, config.host);
    ownOrigins.push(...originsOf(config, port));

    // 3 What the last run left is taken up before anything new.
    await services.blobs.sweep();
    drain.add('the state engine', () => services.engine.drain());
    await services.engine.start();
    drain.add('chat', () => services.chat.drain());
    await services.chat.start();
    const sweeping = setInterval(() => void expire(services, database, logger, world.now()), sweepEveryMs).unref();
    drain.add('the sweeper', () => clearInterval(sweeping));

    // 4 Something to talk to.
    const demoKey = config.seedsDemo ? await seedDemo(services.security, services.engine.flows) : null;
    state.isStarted = true;
    return { url: ownOrigins[0] ?? '', demoKey, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Door {
  readonly database: Database;
  readonly drain: Drain;
  readonly logger: Logger;
  readonly ownOrigins: readonly string[];
  readonly world: World;
  readonly state: { readonly isStarted: boolean; readonly amiss: readonly string[] };
}

async function openDoor(
  services: Services,
  { database, drain, logger, ownOrigins, state, world }: Door,
): Promise<Gateway> {
  const checks = {
    process: () => {
      if (!state.isStarted) throw new Error('starting');
    },
    database: async () => {
      await database.query({ name: 'health', text: 'select 1' }, []);
      return state.amiss.length === 0 ? undefined : `not durable: ${state.amiss.join(', ')}`;
    },
  };
  const health = new Health(checks, () => drain.isDraining);
  const security = linkInProcess(SecurityServiceDefinition, services.security);
  return createGateway({
    chat: linkInProcess(ChatServiceDefinition, services.chat.service),
    flows: linkInProcess(FlowServiceDefinition, services.engine.flows),
    engine: linkInProcess(StateEngineServiceDefinition, services.engine.service),
    security,
    directory: new ConnectionDirectory(security),
    pages: await readPages(pagesFolder()),
    rates: services.rates,
    now: world.now,
    ownOrigins,
    health: () => health.report(),
    warn: logger.error,
  });
}

/** Our own page may be reached under each of these. */
function originsOf({ host, publicUrl }: ParleyConfig, port: number): readonly string[] {
  const isLocal = ['127.0.0.1', '::1', 'localhost', '0.0.0.0', '::'].includes(host);
  const own = isLocal ? [`http://127.0.0.1:${port}`, `http://localhost:${port}`] : [`http://${host}:${port}`];
  return publicUrl === undefined ? own : [new URL(publicUrl).origin, ...own];
}

/** What is past its time goes: quarantined bodies, answers of requests that may come twice, the log's records and tombstones. A sweep missed is made up by the next. */
async function expire(
  { quarantine, idempotency }: Services,
  database: Database,
  logger: Logger,
  now: number,
): Promise<void> {
  const swept = [
    quarantine.expire(now - quarantineKeptMs),
    idempotency.expire(now - answersKeptMs),
    new PostgresRetention(database).sweep(now),
  ];
  for (const one of await Promise.allSettled(swept)) {
    if (one.status === 'rejected') logger.warn('retention.not-swept', { error: one.reason as unknown });
  }
}
