import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
/** Another build than dist/, so that a long run is not disturbed by building. */
const BUILD = process.env['TEST_BUILD'] ?? join(ROOT, 'dist');

export interface ParleyOptions {
  readonly dataFolder: string;
  readonly port: number;
  readonly env?: Readonly<Record<string, string>>;
  /** ms to wait for /readyz. */
  readonly patienceMs?: number;
}

/** What an operator runs besides `npm start`: the bundle's name. */
export type OperatorsProgram =
  'main' | 'backup' | 'demo-key' | 'demo-reset' | 'erase-tenant' | 'restore' | 'scrub' | 'status' | 'verify';

export interface RunOptions {
  readonly dataFolder: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface Ended {
  /** null = ended by a signal. */
  readonly exitCode: number | null;
  readonly answer: string;
  readonly output: string;
}

/** As package.json runs them: room for what a batch of turns leaves behind, so that little of it is copied by the collector. */
const NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=64'];

function launch(
  program: OperatorsProgram,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  const bundle = join(BUILD, 'apps/all-in-one', `${program}.js`);
  return spawn(process.execPath, [...NODE_FLAGS, bundle, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** A running all-in-one, built before (`npm run -s build`), in a process of its own. */
export class ParleyProcess {
  private said = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly options: ParleyOptions,
  ) {
    child.stdout?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
  }

  static async start(options: ParleyOptions): Promise<ParleyProcess> {
    const running = ParleyProcess.launch(options);
    await running.ready();
    return running;
  }

  /** Starts without waiting for readiness. */
  static launch(options: ParleyOptions): ParleyProcess {
    const { dataFolder, port, env } = options;
    const child = launch('main', [], { PARLEY_DATA: dataFolder, PORT: String(port), HOST: '127.0.0.1', ...env });
    return new ParleyProcess(child, options);
  }

  /** `npm run verify` on a data folder that nobody uses: how many entries or chains are not as they were recorded. */
  static async verify(dataFolder: string): Promise<{ readonly faults: number; readonly output: string }> {
    const { output } = await ParleyProcess.run('verify', { dataFolder, args: ['--json'] });
    const last = output.trim().split('\n').at(-1) ?? '';
    const verdict = JSON.parse(last.startsWith('{') ? last : '{"faults":null}') as { faults: number | null };
    if (verdict.faults === null) throw new Error(`verify did not end with its verdict:\n${output}`);
    return { faults: verdict.faults, output };
  }

  /** A program of the operator's, to its end. `output` = both streams; `answer` = standard output alone. */
  static async run(program: OperatorsProgram, { dataFolder, args = [], env = {} }: RunOptions): Promise<Ended> {
    const child = launch(program, args, { PARLEY_DATA: dataFolder, ...env });
    let [answer, output] = ['', ''];
    child.stdout?.on('data', (chunk: Buffer) => {
      answer += chunk.toString();
      output += chunk.toString();
    });
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    // Unlike `exit`, when all that it said has arrived.
    const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { exitCode, answer, output };
  }

  get origin(): string {
    return `http://127.0.0.1:${this.options.port}`;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get output(): string {
    return this.said;
  }

  get exited(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** The key that creates tenants, as the first start left it in the data folder. */
  platformKey(): string {
    return readFileSync(join(this.options.dataFolder, 'platform.key'), 'utf8').trim();
  }

  async ready(): Promise<void> {
    const deadline = Date.now() + (this.options.patienceMs ?? 60_000);
    for (;;) {
      if (this.exited) throw new Error(`it stopped before it was ready:\n${this.said}`);
      const status = await fetch(`${this.origin}/readyz`).then(
        (answer) => answer.status,
        () => 0,
      );
      if (status === 200) return;
      if (Date.now() > deadline) throw new Error(`not ready in time:\n${this.said}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.gone();
  }

  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    await this.gone();
    return this.child.exitCode;
  }

  gone(): Promise<void> {
    if (this.exited) return Promise.resolve();
    return new Promise((resolve) => this.child.once('exit', () => resolve()));
  }
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
