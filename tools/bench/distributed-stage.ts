import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { newPlatformKey, securityDefaults } from '@parley/security';
import { content, HttpClient, scratchFolder, TenantApi } from '@parley/testing';
import { ENGINES, startEngine, type RunningEngine } from '@parley/testing/engines';
import { DistributedHouse, type EngineAddresses, type HouseOptions } from '@parley/testing/house';
import { FarSlack } from './far-slack.ts';
import { FAR_CHANNEL_RATE } from './far-words.ts';
import { SlackCrowd } from './slack-crowd.ts';
import { BANK_DIALOGUE, BANK_FLOW } from './slack-stage.ts';

const CONNECTION = 'bench-slack';
/** The flow names the bank; in this dialogue nobody sends anything, so nobody calls there. */
const SILENT_BANK = 'http://127.0.0.1:9';

type Say = (line: string) => void;

/** One of each engine, nobody else's. */
export interface BenchEngines {
  readonly running: ReadonlyMap<string, RunningEngine>;
  readonly addresses: EngineAddresses;
  /** Each engine has a folder of its kind in it; what else is put there goes with it. */
  readonly folder: string;
}

/** Everybody who takes part: the services, what they stand on, and who speaks to them. */
export interface DistributedStage {
  readonly house: DistributedHouse;
  readonly engines: BenchEngines;
  /** Of the house's database in PostgreSQL and on MongoDB's wire, and what its topics' names begin with. */
  readonly storesName: string;
  readonly far: FarSlack;
  readonly crowd: SlackCrowd;
  /** Of the front door. */
  readonly port: number;
}

interface DistributedStageOptions {
  readonly engines: BenchEngines;
  readonly people: number;
  /** One of each service unless told. */
  readonly house?: Omit<HouseOptions, 'engines' | 'platformKey'>;
}

/** Engines on empty folders; all of it is gone afterwards. */
export async function withEngines<T>(say: Say, work: (engines: BenchEngines) => Promise<T>): Promise<T> {
  const folder = scratchFolder('bench');
  const running = new Map<string, RunningEngine>();
  try {
    for (const kind of ENGINES) running.set(kind, await startEngine(kind, join(folder, kind), { say }));
    return await work({ running, addresses: addressesOf(running), folder });
  } finally {
    await Promise.all([...running.values()].map((engine) => engine.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A house with stores of its own on these engines, its own Slack, and a bank to which nobody has spoken yet. */
export async function withDistributedStage<T>(
  { engines, people, house: options }: DistributedStageOptions,
  say: Say,
  work: (stage: DistributedStage) => Promise<T>,
): Promise<T> {
  const far = await FarSlack.start();
  const { apiUrl, signingSecret, botToken } = far.open;
  const platformKey = newPlatformKey(securityDefaults.environment, (bytes) => randomBytes(bytes));
  const house = await DistributedHouse.build({
    ...{ engines: engines.addresses, platformKey, instances: 1 },
    ...options,
    env: { PARLEY_LOG: 'warn,json', ...options?.env },
    envOf: {
      adaptors: { DEMO_BANK_URL: SILENT_BANK },
      chat: { SLACK_API_URL: apiUrl, SLACK_CHANNEL_RATE: String(FAR_CHANNEL_RATE) },
      ...options?.envOf,
    },
  });
  try {
    await house.start();
    await connectSlack(house.origin, platformKey, { signingSecret, botToken });
    const port = Number(new URL(house.origin).port);
    const crowd = new SlackCrowd({ port, path: `/channels/slack/${CONNECTION}`, signingSecret }, BANK_DIALOGUE, people);
    const answer = await work({
      house,
      engines,
      storesName: new URL(house.databaseUrl).pathname.slice(1),
      far,
      crowd,
      port,
    });
    const unwell = await house.stop();
    if (unwell.length > 0) say(`did not stop well: ${unwell.join(', ')}`);
    return answer;
  } finally {
    far.stop();
    await house.end();
  }
}

function addressesOf(engines: ReadonlyMap<string, RunningEngine>): EngineAddresses {
  const address = (kind: string): string => engines.get(kind)?.address ?? '';
  return {
    kafka: address('kafka'),
    redis: address('redis'),
    mongodb: address('mongodb'),
    postgres: address('postgres'),
  };
}

async function connectSlack(origin: string, platformKey: string, secrets: Readonly<Record<string, string>>) {
  const http = new HttpClient(origin);
  const { api } = await TenantApi.createTenant(http, platformKey, 'Bench');
  await api.publish('bank-transfer', readFileSync(BANK_FLOW, 'utf8'));
  const settings = { title: 'Bank' };
  const made = { connection: CONNECTION, channel: 'slack', flow: 'bank-transfer', settings, secrets };
  content(await api.call('POST', '/v1/connections', made));
  await http.close();
}
