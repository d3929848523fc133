import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Kafka, logLevel } from 'kafkajs';
import { EngineProblem, type Recipe, type Site } from './engine.ts';
import { doorSettings, doorUser } from './kafka-door.ts';
import { demand, installed, programFolder, run, timed, type Tool } from './toolbox.ts';

const VERSION = 'kafka-4.1.1';
const pom = fileURLToPath(new URL('./kafka/pom.xml', import.meta.url));
const ANSWER_WITHIN_MS = 3_000;

const JAVA: Tool = {
  command: 'java',
  versionArgs: ['-version'],
  version: /version "(\d+)(?:\.(\d+))?/,
  oldest: [17, 0],
  purpose: 'Kafka',
  remedy: 'apt-get install openjdk-17-jre-headless',
};
const MAVEN: Tool = {
  command: 'mvn',
  versionArgs: ['-v'],
  version: /Maven (\d+)\.(\d+)/,
  oldest: [3, 6],
  purpose: 'the download of Kafka',
  remedy: 'apt-get install maven',
};

/** One node, broker and controller both. */
export const kafka: Recipe = {
  name: 'Kafka',
  install: async (say) => {
    demand(JAVA);
    await installed(VERSION, (draft) => {
      demand(MAVEN);
      return timed(say, 'downloading Kafka 4.1.1, once, 43 MB', () => {
        const args = ['-f', pom, '-B', '-q', 'dependency:copy-dependencies', `-DoutputDirectory=${draft}`];
        return run('mvn', args, draft);
      });
    });
  },
  prepare: async (site) => {
    mkdirSync(site.dataFolder, { recursive: true });
    const settings = join(site.folder, 'server.properties');
    writeFileSync(settings, settingsOf(site));
    if (!existsSync(join(site.dataFolder, 'meta.properties'))) await format(site, settings);
    return { command: 'java', args: [...javaArgs(site), 'kafka.Kafka', settings] };
  },
  address: ({ port }) => `127.0.0.1:${port}`,
  ask: async (address) => {
    const client = new Kafka({
      brokers: [address],
      logLevel: logLevel.NOTHING,
      connectionTimeout: ANSWER_WITHIN_MS,
      requestTimeout: ANSWER_WITHIN_MS,
      retry: { retries: 0 },
    });
    const admin = client.admin();
    try {
      await admin.connect();
      await admin.listTopics();
      // A broker that the controller has not let in yet answers too, and would then refuse to hold a topic.
      const { brokers } = await admin.describeCluster();
      if (brokers.length === 0) throw new EngineProblem('The broker is not let in yet.');
    } finally {
      await admin.disconnect();
    }
  },
  foldersElsewhere: () => [],
  stopSignal: 'SIGTERM',
};

function format(site: Site, settings: string): Promise<void> {
  // With a sign between the two: an id may begin with a dash.
  const clusterId = Buffer.from(site.secret, 'hex').toString('base64url');
  const user = doorUser(site.options.guarded);
  const words = ['kafka.tools.StorageTool', 'format', `--cluster-id=${clusterId}`, '--config', settings, ...user];
  return run('java', [...javaArgs(site), ...words], site.folder);
}

/** A heap that three minutes of chaos fit in, and a collector that leaves two cores to everybody else. */
function javaArgs({ folder }: Site): readonly string[] {
  const memory = ['-Xms128m', '-Xmx384m', '-XX:+UseSerialGC', '-Xshare:auto'];
  return [...memory, `-Dlog.dir=${folder}`, '-cp', join(programFolder(VERSION), '*')];
}

/** Topics are made by Parley, never by being spoken of; what is ours here is memory, time-outs and one replica. */
function settingsOf({ folder, port, secondPort, dataFolder, options }: Site): string {
  const door = doorSettings(folder, options.guarded);
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${secondPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${secondPort}${door.listener}`,
    'advertised.listeners': `PLAINTEXT://${options.advertised ?? `127.0.0.1:${port}`}${door.listener}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,GUARDED:SASL_SSL',
    'log.dirs': dataFolder,
    'auto.create.topics.enable': false,
    'unclean.leader.election.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    // A killed broker may come back once its old registration has run out.
    'broker.session.timeout.ms': 3_000,
    'broker.heartbeat.interval.ms': 500,
    'num.network.threads': 2,
    'num.io.threads': 4,
    'background.threads': 2,
    'log.cleaner.dedupe.buffer.size': 8_388_608,
    ...door.settings,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
