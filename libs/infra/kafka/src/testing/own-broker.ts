import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, scratchFolder } from '@parley/testing';
import { Administrator } from './kafka-process.ts';

/** Where Kafka's jars are: TEST_KAFKA_LIB, else what `npm run engines -- up` has fetched. */
function jars(): string | null {
  const fetched = fileURLToPath(new URL('../../../../../.engines/programs/kafka-4.1.1', import.meta.url));
  return [process.env['TEST_KAFKA_LIB'], fetched].find((folder) => folder !== undefined && existsSync(folder)) ?? null;
}

export const canHaveOwnBroker = (): boolean => jars() !== null;

/** A broker that a test may kill: one node, its data in a scratch folder. */
export class OwnBroker {
  private process: ChildProcess | null = null;

  private constructor(
    readonly address: string,
    private readonly settings: string,
  ) {}

  static async create(): Promise<OwnBroker> {
    const folder = scratchFolder('kafka');
    const [port, controllerPort] = [await freePort(), await freePort()];
    mkdirSync(join(folder, 'data'));
    const settings = join(folder, 'server.properties');
    writeFileSync(settings, settingsOf(port, controllerPort, join(folder, 'data')));
    const broker = new OwnBroker(`127.0.0.1:${port}`, settings);
    await broker.run('kafka.tools.StorageTool', 'format', '-t', 'UGFybGV5VGVzdENsdXN0ZQ', '-c', settings);
    return broker;
  }

  /** Resolves when it serves requests. */
  async start(): Promise<void> {
    this.process = this.java('kafka.Kafka', this.settings);
    const administrator = new Administrator(this.address);
    const isUp = (): Promise<boolean> =>
      administrator.admin
        .ask((admin) => admin.describeCluster())
        .then(
          ({ brokers }) => brokers.length > 0,
          () => false,
        );
    while (!(await isUp())) await new Promise((resolve) => setTimeout(resolve, 200));
    await administrator.close();
  }

  /** SIGKILL: nothing is written or said any more. */
  async kill(): Promise<void> {
    const { process } = this;
    this.process = null;
    if (process === null) return;
    const ended = new Promise((resolve) => process.once('exit', resolve));
    process.kill('SIGKILL');
    await ended;
  }

  private run(...words: readonly string[]): Promise<void> {
    const tool = this.java(...words);
    return new Promise((resolve, reject) => {
      tool.once('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`${words.join(' ')} ended with ${code}`)),
      );
    });
  }

  private java(...words: readonly string[]): ChildProcess {
    const memory = ['-Xmx256m', '-XX:+UseSerialGC', `-Dlog.dir=${this.settings}.logs`];
    return spawn('java', [...memory, '-cp', join(jars() ?? '', '*'), ...words], { stdio: 'ignore' });
  }
}

function settingsOf(port: number, controllerPort: number, dataFolder: string): string {
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs=${dataFolder}
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
`;
}
