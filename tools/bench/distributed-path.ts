import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { newPlatformKey, securityDefaults } from '@parley/security';
import { content, HttpClient, scratchFolder, TenantApi } from '@parley/testing';
import { ENGINES, startEngine, type RunningEngine } from '@parley/testing/engines';
import { DistributedHouse, type EngineAddresses } from '@parley/testing/house';
import { cpuMs, machineMs, treeCpuMs } from './cpu-time.ts';
import { sharesOf } from './cpu-shares.ts';
import { kafkaFloor, mongoFloor } from './distributed-floors.ts';
import { FarSlack } from './far-slack.ts';
import { FAR_CHANNEL_RATE } from './far-words.ts';
import { monotonicMs } from './monotonic.ts';
import { checkReplies } from './slack-check.ts';
import { SlackCrowd } from './slack-crowd.ts';
import { readyLoad, until } from './slack-phase.ts';
import { BANK_DIALOGUE, BANK_FLOW } from './slack-stage.ts';

const PEOPLE = 200;
const LINES = 64;
const WARM_SECONDS = 5;
const FLOOR_SECONDS = 5;
const CONNECTION = 'bench-slack';

type Say = (line: string) => void;
type Figures = Readonly<Record<string, number>>;

/** Everybody who takes part, one of each service. */
interface Stage {
  readonly house: DistributedHouse;
  readonly engines: ReadonlyMap<string, RunningEngine>;
  readonly far: FarSlack;
  readonly crowd: SlackCrowd;
  /** Of the front door. */
  readonly port: number;
}

/** The same message path through services of their own on real engines: everything on this machine, beside what the engines alone do. */
export async function distributedPath(seconds: number, say: Say): Promise<Figures> {
  const folder = scratchFolder('bench');
  const engines = new Map<string, RunningEngine>();
  try {
    for (const kind of ENGINES) engines.set(kind, await startEngine(kind, join(folder, kind), { say }));
    const addresses = addressesOf(engines);
    const figures = await withHouse(addresses, folder, engines, say, (stage) => measure(stage, seconds, say));
    say('floors …');
    return {
      ...figures,
      ...sharesOf(join(folder, 'profiles')),
      kafkaFloorPerSecond: await kafkaFloor(addresses.kafka, FLOOR_SECONDS),
      mongodbFloorPerSecond: await mongoFloor(addresses.mongodb, FLOOR_SECONDS),
    };
  } finally {
    await Promise.all([...engines.values()].map((engine) => engine.stop()));
    rmSync(folder, { recursive: true, force: true });
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

/** One of each service, each writing its CPU profile when it stops. */
async function withHouse(
  addresses: EngineAddresses,
  folder: string,
  engines: Stage['engines'],
  say: Say,
  work: (stage: Stage) => Promise<Figures>,
): Promise<Figures> {
  const far = await FarSlack.start();
  const { apiUrl, signingSecret, botToken } = far.open;
  const platformKey = newPlatformKey(securityDefaults.environment, (bytes) => randomBytes(bytes));
  const house = await DistributedHouse.build({
    ...{ engines: addresses, platformKey, instances: 1 },
    env: { PARLEY_LOG: 'warn,json' },
    nodeArguments: ['--cpu-prof', `--cpu-prof-dir=${join(folder, 'profiles')}`],
    envOf: { chat: { SLACK_API_URL: apiUrl, SLACK_CHANNEL_RATE: String(FAR_CHANNEL_RATE) } },
  });
  try {
    await house.start();
    await connectSlack(house.origin, platformKey, { signingSecret, botToken });
    const port = Number(new URL(house.origin).port);
    const crowd = new SlackCrowd({ port, path: `/channels/slack/${CONNECTION}`, signingSecret }, BANK_DIALOGUE, PEOPLE);
    const figures = await work({ house, engines, far, crowd, port });
    const unwell = await house.stop();
    if (unwell.length > 0) say(`did not stop well: ${unwell.join(', ')}`);
    return figures;
  } finally {
    far.stop();
    await house.end();
  }
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

async function measure(stage: Stage, seconds: number, say: Say): Promise<Figures> {
  say(`${PEOPLE} people say hello …`);
  await phase(stage, { seconds: 120, lines: LINES, atMost: PEOPLE }, say);
  await phase(stage, { seconds: WARM_SECONDS, lines: LINES }, say);
  return phase(stage, { seconds, lines: LINES }, say);
}

/** Says something for a while; ends when every reply is received, and that is the time that counts. */
async function phase(stage: Stage, options: Parameters<typeof readyLoad>[1], say: Say): Promise<Figures> {
  const load = readyLoad(stage, options);
  const before = usage(stage);
  const began = monotonicMs();
  await load.run();
  await until(() => load.owed <= 0);
  const elapsed = (monotonicMs() - began) / 1000;
  const after = usage(stage);
  const { faults, delivered } = checkReplies(stage.crowd, await stage.far.tell());
  const perMessage = Object.entries(after).map(
    ([name, ms]) => [`${name}Us`, Math.round(((ms - (before[name] ?? 0)) * 1000) / load.acknowledged)] as const,
  );
  const figures = {
    messagesPerSecond: Math.round(load.acknowledged / elapsed),
    refused: load.refused,
    ackP50Ms: load.ack.percentile(0.5),
    ackP99Ms: load.ack.percentile(0.99),
    deliveredP50Ms: delivered.percentile(0.5),
    deliveredP99Ms: delivered.percentile(0.99),
    ...faults,
    ...Object.fromEntries(perMessage),
  };
  say(JSON.stringify(figures));
  return figures;
}

/** CPU so far, ms, by process; `stolen` is what the machine's host gave to others. */
function usage({ house, engines, far }: Stage): Readonly<Record<string, number>> {
  const { user, system } = process.cpuUsage();
  return {
    ...Object.fromEntries(house.services.map(({ service, pid }) => [service, cpuMs(pid)])),
    ...Object.fromEntries([...engines].map(([kind, { pid }]) => [kind, treeCpuMs(pid)])),
    ...{ generator: (user + system) / 1000, slack: far.cpu(), stolen: machineMs().stolen },
  };
}
