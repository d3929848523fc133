import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createAdaptors } from '@parley/adaptors';
import type { SlackWay } from '@parley/channel-slack';
import { openSlack, slackIntake } from '@parley/channel-slack';
import { WebChatChannel, webChatDoor, webChatIntake } from '@parley/channel-web-chat';
import type { Chat } from '@parley/chat';
import { chatDefaults, createChat } from '@parley/chat';
import type { SecurityService, StateEngineService } from '@parley/contracts';
import {
  AdaptorsServiceDefinition,
  linkInProcess,
  ModelOrchestratorServiceDefinition,
  SecurityServiceDefinition,
  StateEngineServiceDefinition,
} from '@parley/contracts';
import type { BankDoor } from '@parley/demo-bank';
import { Bank, DemoBankIntegration, HttpBank } from '@parley/demo-bank';
import {
  FolderBlobs,
  InProcessLiveUpdates,
  InProcessRateLimiter,
  NotedKeys,
  noteErasure,
  openRootKey,
  openScriptedModel,
} from '@parley/local';
import { createModelOrchestrator } from '@parley/model-orchestrator';
import {
  MeasuredEventLog,
  MeasuredJournal,
  measureCalls,
  measureSends,
  measureUnderstanding,
  noTelemetry,
} from '@parley/opentelemetry';
import { MemoryCache, MemoryPresence, type Sealing } from '@parley/ports';
import type { Database } from '@parley/postgres';
import {
  PostgresApiKeys,
  PostgresConnectionHealth,
  PostgresConnections,
  PostgresConversationKeys,
  PostgresConversationSearch,
  PostgresConversations,
  PostgresDeliveries,
  PostgresEventLog,
  PostgresFigures,
  PostgresFlowCatalogue,
  PostgresFlows,
  PostgresHolds,
  PostgresIdempotencyKeys,
  PostgresJournal,
  PostgresMessages,
  PostgresOperations,
  PostgresPlaces,
  PostgresQuarantine,
  PostgresTenantRecords,
  PostgresTenants,
  PostgresWakeUps,
  PostgresWorkLists,
} from '@parley/postgres';
import { SecurityController, securityDefaults } from '@parley/security';
import type { Logger } from '@parley/service-kit';
import { ConnectionDirectory, storedKeyring } from '@parley/service-kit';
import type { StateEngine } from '@parley/state-engine';
import { createStateEngine, engineDefaults } from '@parley/state-engine';
import type { ParleyConfig } from './config.ts';
import { StartProblem } from '@parley/service-kit';
import { platformKey } from './platform-key.ts';
import type { World } from './world.ts';
import { realWorld } from './world.ts';

/** As traces name the log: a table, whose rows carry no headers. */
const logPlace = { system: 'postgresql', topic: 'message.inbound.v1', carries: false } as const;

/** One process holds every key: only it destroys them, so what it remembers stays true. */
const keyMaxAgeMs = 3_600_000;

export interface Services {
  readonly chat: Chat;
  readonly engine: StateEngine;
  readonly security: SecurityService;
  readonly directory: ConnectionDirectory;
  readonly quarantine: PostgresQuarantine;
  readonly idempotency: PostgresIdempotencyKeys;
  readonly rates: InProcessRateLimiter;
  readonly blobs: FolderBlobs;
  readonly slack: SlackWay;
}

/** Every service of the platform in this process, each called by its contract. */
export async function createServices(
  config: ParleyConfig,
  database: Database,
  logger: Logger,
  /** Filled once the port is known. */
  ownOrigins: readonly string[],
  world: World = realWorld,
): Promise<Services> {
  const { now } = world;
  const tenants = new PostgresTenants(database);
  const sealing = await openSealing(config, tenants);
  const keyring = storedKeyring(
    { keys: new NotedKeys(new PostgresConversationKeys(database), config.dataFolder), tenants, sealing },
    { maxAgeMs: keyMaxAgeMs },
  );
  const blobs = new FolderBlobs(join(config.dataFolder, 'blobs'));
  const shared = { sealing, keyring, now, warn: logger.warn };
  const idempotency = new PostgresIdempotencyKeys(database);
  const doors = new MemoryCache();
  const records = new PostgresTenantRecords(database);
  const security = new SecurityController(
    {
      ...shared,
      tenants,
      cache: doors,
      apiKeys: new PostgresApiKeys(database),
      connections: new PostgresConnections(database),
      records,
      blobs,
      erasing: (tenant, at) => noteErasure(config.dataFolder, { at, tenant }),
      idempotency,
      random: (bytes) => randomBytes(bytes),
    },
    { ...securityDefaults, platformKey: await platformKey(config.dataFolder, config.platformKey) },
  );
  const securityLink = linkInProcess(SecurityServiceDefinition, security);
  const directory = new ConnectionDirectory(securityLink, doors);
  const { meters, telemetry = noTelemetry } = world;
  const stored = new PostgresEventLog(database);
  const log = telemetry.log(meters === undefined ? stored : new MeasuredEventLog(stored, meters), logPlace);
  const journal = new PostgresJournal(database);
  const engine = createStateEngine(
    {
      ...shared,
      log,
      journal: meters === undefined ? journal : new MeasuredJournal(journal, meters),
      flows: new PostgresFlows(database),
      catalogue: new PostgresFlowCatalogue(database),
      workLists: new PostgresWorkLists(database),
      operations: new PostgresOperations(database),
      wakeUps: new PostgresWakeUps(database),
      cache: new MemoryCache(),
      directory,
      adaptors: linkInProcess(AdaptorsServiceDefinition, (await openAdaptors(config, world)).service),
      models: linkInProcess(ModelOrchestratorServiceDefinition, (await openModels(config, world)).service),
    },
    {
      ...engineDefaults,
      riders: config.riders,
      soleWorker: true,
      scanEveryMs: world.scanEveryMs ?? engineDefaults.scanEveryMs,
    },
  );
  const engineLink = linkInProcess<StateEngineService>(StateEngineServiceDefinition, telemetry.engine(engine.service));
  const quarantine = new PostgresQuarantine(database);
  const rates = new InProcessRateLimiter();
  const updates = new InProcessLiveUpdates();
  const slack = openSlack(config, now);
  const chat = createChat(
    {
      ...shared,
      log,
      messages: new PostgresMessages(database),
      conversations: new PostgresConversations(database),
      search: new PostgresConversationSearch(database),
      figures: new PostgresFigures(database),
      deliveries: new PostgresDeliveries(database),
      places: new PostgresPlaces(database),
      holds: new PostgresHolds(database),
      health: new PostgresConnectionHealth(database),
      quarantine,
      rows: records,
      blobs,
      rates,
      updates,
      presence: new MemoryPresence(),
      cache: new MemoryCache(),
      security: securityLink,
      directory,
      engine: telemetry.client(StateEngineServiceDefinition, engineLink, 'in-process'),
      intakes: [webChatIntake, slackIntake],
      channels: [new WebChatChannel(updates), slack.channel].map((way) =>
        telemetry.channel(meters === undefined ? way : measureSends(way, meters)),
      ),
      visitors: webChatDoor,
      monotonic: () => performance.now(),
    },
    { ...chatDefaults, riders: config.riders, soleDeliverer: true, ownOrigins },
  );
  return { chat, engine, security, directory, quarantine, idempotency, rates, blobs, slack };
}

async function openSealing({ dataFolder }: ParleyConfig, tenants: PostgresTenants): Promise<Sealing> {
  const opened = await openRootKey(join(dataFolder, 'root.key'), tenants);
  if (!opened.ok) throw new StartProblem(opened.problem);
  return opened.sealing;
}

async function openAdaptors(
  config: ParleyConfig,
  { now, bank, meters, telemetry = noTelemetry }: World,
): Promise<ReturnType<typeof createAdaptors>> {
  const door = bank ?? (await openBank(config));
  const integrations = [true, false].map((keyed) => new DemoBankIntegration(door, { keyed }));
  const seen = integrations.map((one) => telemetry.integration(meters === undefined ? one : measureCalls(one, meters)));
  return createAdaptors({ integrations: seen, now });
}

async function openModels(
  { scriptedModel }: ParleyConfig,
  { models, meters, telemetry = noTelemetry }: World,
): Promise<ReturnType<typeof createModelOrchestrator>> {
  const scripted = scriptedModel === undefined ? [] : [await openScriptedModel(scriptedModel)];
  const seen = (models ?? scripted).map((one) =>
    telemetry.model(meters === undefined ? one : measureUnderstanding(one, meters)),
  );
  return createModelOrchestrator({ models: seen });
}

async function openBank({ demoBankUrl, dataFolder }: ParleyConfig): Promise<BankDoor> {
  return demoBankUrl === undefined ? Bank.open(join(dataFolder, 'demo-bank.jsonl')) : new HttpBank(demoBankUrl);
}
