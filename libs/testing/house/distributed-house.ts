import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { steadyPort } from '../src/steady-port.ts';
import { scratchFolder } from '../src/scratch-folder.ts';
import { FrontDoor } from './front-door.ts';
import { ServiceProcess, type ServiceName } from './service-process.ts';

export interface EngineAddresses {
  /** `host:port`, several with commas. */
  readonly kafka: string;
  readonly redis: string;
  readonly mongodb: string;
  /** A database in which others may be created. */
  readonly postgres: string;
}

export interface HouseOptions {
  readonly engines: EngineAddresses;
  /** A key that may create tenants. */
  readonly platformKey: string;
  /** Of each service; 2 unless told. */
  readonly instances?: number;
  /** For single services. */
  readonly instancesOf?: Partial<Readonly<Record<ServiceName, number>>>;
  /** Beside what every house has, for all services. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where the output of each instance goes as well, as `<service>-<instance>.log`; absent = nowhere. */
  readonly logFolder?: string;
  /** For the Node.js of every instance. */
  readonly nodeArguments?: readonly string[];
  /** For single services. */
  readonly envOf?: Partial<Readonly<Record<ServiceName, Readonly<Record<string, string>>>>>;
}

const SERVICES: readonly ServiceName[] = [
  'security',
  'model-orchestrator',
  'adaptors',
  'state-engine',
  'chat',
  'gateway',
];

/** The separate services, several of each, on real engines, with stores of their own there, behind one front door. */
export class DistributedHouse {
  private constructor(
    readonly services: readonly ServiceProcess[],
    readonly door: FrontDoor,
    readonly folder: string,
    /** Where the instances of a service are called, as a gRPC target. */
    readonly targets: Readonly<Record<ServiceName, string>>,
    /** The stores of state-engine and security, as somebody who may do everything there. */
    readonly databaseUrl: string,
    /** What the names of its topics begin with. */
    readonly topicPrefix: string,
  ) {}

  /** Lays out ports, folders and stores; nothing runs yet. */
  static async build({
    engines,
    platformKey,
    instances = 2,
    instancesOf = {},
    env = {},
    envOf = {},
    logFolder,
    nodeArguments,
  }: HouseOptions): Promise<DistributedHouse> {
    const folder = scratchFolder('house');
    const name = `house_${randomBytes(5).toString('hex')}`;
    const databaseUrl = await createDatabase(engines.postgres, name);
    const ports = await portsOf((service) => instancesOf[service] ?? instances);
    const door = await FrontDoor.open(
      ports.gateway.map(({ http, operations }) => ({ port: http, operationsPort: operations })),
    );
    const targets = targetsOf(ports);
    const settings = settingsOf({ engines, folder, name, databaseUrl, platformKey, targets, origin: door.origin });
    const services = SERVICES.flatMap((service) =>
      ports[service].map(({ grpc, http, operations }, index) => {
        const own = { GRPC_PORT: String(grpc), PORT: String(http), OPERATIONS_PORT: String(operations) };
        const all = { ...settings[service], ...own, ...env, ...envOf[service] };
        const options = { env: all, operationsPort: operations, logFolder, nodeArguments };
        return new ServiceProcess(service, index + 1, options);
      }),
    );
    return new DistributedHouse(services, door, folder, targets, databaseUrl, topicPrefixOf(name));
  }

  /** Starts everything at once, in no order, and waits until all of it is ready. */
  async start(): Promise<void> {
    for (const service of this.services) service.launch();
    await Promise.all(this.services.map((service) => service.ready()));
  }

  get origin(): string {
    return this.door.origin;
  }

  of(service: ServiceName): readonly ServiceProcess[] {
    return this.services.filter((one) => one.service === service);
  }

  /** In good order, all at once; answers the names of those that did not end well. */
  async stop(): Promise<readonly string[]> {
    const codes = await Promise.all(this.services.map(async (one) => ({ name: one.name, code: await one.stop() })));
    return codes.filter(({ code }) => code !== 0).map(({ name }) => name);
  }

  /** At once, with its files and its database. */
  async end(): Promise<void> {
    await Promise.all(this.services.map((one) => one.kill()));
    await this.door.close();
    await dropDatabase(this.databaseUrl).catch(() => undefined);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

interface Ports {
  readonly grpc: number;
  readonly http: number;
  readonly operations: number;
}
type PortsOf = Readonly<Record<ServiceName, readonly Ports[]>>;

async function portsOf(instances: (service: ServiceName) => number): Promise<PortsOf> {
  // An instance that is restarted finds its ports free: none is one that the system gives to lines.
  const taken = new Set<number>();
  const own = async (): Promise<number> => {
    for (;;) {
      const port = await steadyPort();
      if (!taken.has(port) && taken.add(port)) return port;
    }
  };
  const all: [ServiceName, readonly Ports[]][] = [];
  for (const service of SERVICES) {
    const ports: Ports[] = [];
    while (ports.length < instances(service))
      ports.push({ grpc: await own(), http: await own(), operations: await own() });
    all.push([service, ports]);
  }
  return Object.fromEntries(all) as unknown as PortsOf;
}

function targetsOf(ports: PortsOf): Readonly<Record<ServiceName, string>> {
  const target = (list: readonly Ports[]): string => `ipv4:${list.map(({ grpc }) => `127.0.0.1:${grpc}`).join(',')}`;
  return Object.fromEntries(SERVICES.map((service) => [service, target(ports[service])])) as Readonly<
    Record<ServiceName, string>
  >;
}

interface Layout {
  readonly engines: EngineAddresses;
  readonly folder: string;
  readonly name: string;
  readonly databaseUrl: string;
  readonly platformKey: string;
  readonly targets: Readonly<Record<ServiceName, string>>;
  readonly origin: string;
}

/** What each service is told, no more: a setting that it does not know stops its start. */
function settingsOf(layout: Layout): Readonly<Record<ServiceName, Readonly<Record<string, string>>>> {
  const { engines, folder, name, databaseUrl, platformKey, targets, origin } = layout;
  // One broker and a standalone document store: less than production demands.
  const common = { DURABILITY: 'dev', PARLEY_LOG: 'info,json' };
  const kafka = {
    KAFKA_BROKERS: engines.kafka,
    KAFKA_TOPIC_PREFIX: topicPrefixOf(name),
    KAFKA_PARTITIONS: '8',
    KAFKA_REPLICATION: '1',
    KAFKA_SESSION: '6s',
  };
  const redis = { REDIS_URL: engines.redis };
  const security = { SECURITY_TARGET: targets.security };
  const engine = { ENGINE_TARGET: targets['state-engine'] };
  const chat = { CHAT_TARGET: targets.chat };
  const blobs = { PARLEY_BLOBS: join(folder, 'blobs') };
  const publicUrl = { PARLEY_PUBLIC_URL: origin };
  return {
    gateway: { ...common, ...redis, ...security, ...engine, ...chat, ...publicUrl },
    chat: {
      ...{ ...common, ...kafka, ...redis, ...security, ...engine, ...blobs, ...publicUrl },
      ...{ MONGODB_URL: engines.mongodb, MONGODB_DATABASE: name },
    },
    'state-engine': {
      ...{ ...common, ...kafka, ...redis, ...security, DATABASE_URL: databaseUrl },
      ...{ ADAPTORS_TARGET: targets.adaptors, MODELS_TARGET: targets['model-orchestrator'] },
    },
    'model-orchestrator': common,
    adaptors: common,
    security: {
      ...{ ...common, ...redis, ...chat, ...blobs, DATABASE_URL: databaseUrl, PARLEY_PLATFORM_KEY: platformKey },
      ...{ PARLEY_ROOT_KEY: join(folder, 'root.key'), PARLEY_ERASURES: join(folder, 'erasures') },
    },
  };
}

const topicPrefixOf = (name: string): string => `${name}.`;

async function createDatabase(url: string, name: string): Promise<string> {
  await asAdmin(url, `create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}

async function dropDatabase(url: string): Promise<void> {
  const { pathname } = new URL(url);
  const server = new URL(url);
  server.pathname = '/postgres';
  await asAdmin(server.href, `drop database if exists ${pathname.slice(1)} with (force)`);
}

async function asAdmin(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
