import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';

export interface OwnServerOptions {
  readonly port: number;
  /** Nothing is kept in it: a server that starts again is empty. */
  readonly folder: string;
  readonly password?: string;
  /** Settings besides, as redis.conf names them. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A Redis of a spec's own, to be killed, stopped and started again. */
export class OwnServer {
  readonly address: string;
  private readonly options: OwnServerOptions;
  private child: ChildProcess | null = null;

  constructor(options: OwnServerOptions) {
    this.options = options;
    const { port, password } = options;
    this.address = `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}`;
  }

  /** Empty, and answering. */
  async start(): Promise<void> {
    const { port, folder, password, settings: more } = this.options;
    const settings = { port, dir: folder, bind: '127.0.0.1', save: '', appendonly: 'no', loglevel: 'warning', ...more };
    const asked = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, `${value}`]);
    const secret = password === undefined ? [] : ['--requirepass', password];
    this.child = spawn('redis-server', [...asked, ...secret], { stdio: 'ignore' });
    await once(this.child, 'spawn');
    await this.run((client) => client.ping());
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child === null || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** Connected and silent, until it goes on. */
  stop(): void {
    this.child?.kill('SIGSTOP');
  }

  goOn(): void {
    this.child?.kill('SIGCONT');
  }

  /** Asks it beside everybody else. */
  async run<Answer>(command: (client: Redis) => Promise<Answer>): Promise<Answer> {
    const client = new Redis(this.address, { retryStrategy: () => 20, maxRetriesPerRequest: 200 });
    client.on('error', () => undefined);
    try {
      return await command(client);
    } finally {
      client.disconnect();
    }
  }
}
