import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '../../..');
/** Another build than dist/, so that a long run is not disturbed by building. */
const BUILD = process.env['TEST_BUILD'] ?? join(ROOT, 'dist');
/** As every way to deploy has them. */
const NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=64'];
const READY_WITHIN_MS = 300_000;
const LOOK_EVERY_MS = 50;
/** Of what a process said this much is kept, characters. */
const MOST_KEPT = 200_000;

export type ServiceName = 'gateway' | 'chat' | 'state-engine' | 'model-orchestrator' | 'adaptors' | 'security';

export interface ProcessOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Where its operators' pages are. */
  readonly operationsPort: number;
  /** All of its output goes there too, as `<service>-<instance>.log`. */
  readonly logFolder?: string | undefined;
  /** For Node.js itself, before the program. */
  readonly nodeArguments?: readonly string[] | undefined;
}

/** An instance of a service, built before (`npm run -s build`), in a process of its own; restarted it has the same settings and ports. */
export class ServiceProcess {
  private child: ChildProcess | null = null;
  private said = '';

  constructor(
    readonly service: ServiceName,
    /** From 1. */
    readonly instance: number,
    private readonly options: ProcessOptions,
  ) {}

  get name(): string {
    return `${this.service}-${this.instance}`;
  }

  get operationsPort(): number {
    return this.options.operationsPort;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  /** What it said on both streams, over all its lives. */
  get output(): string {
    return this.said;
  }

  get isRunning(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Starts without waiting for readiness. */
  launch(more: Readonly<Record<string, string>> = {}): void {
    if (this.isRunning) throw new Error(`${this.name} runs already`);
    const program = join(BUILD, 'apps', this.service, 'main.js');
    const { env, nodeArguments = [] } = this.options;
    const child = spawn(process.execPath, [...NODE_FLAGS, ...nodeArguments, program], {
      cwd: ROOT,
      env: { ...process.env, ...env, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk: Buffer) => this.keep(chunk));
    child.stderr.on('data', (chunk: Buffer) => this.keep(chunk));
    this.child = child;
  }

  /** Whether it has been put together and works; what it depends on may be away. */
  async started(): Promise<void> {
    await this.until(async () => (await this.readiness()).dependencies['process'] === 'ok', 'started');
  }

  /** Everything that it depends on is there, too. */
  async ready(): Promise<void> {
    await this.until(async () => (await this.readiness()).status === 'ok', 'ready');
  }

  async readiness(): Promise<{ readonly status: string; readonly dependencies: Readonly<Record<string, string>> }> {
    try {
      const answer = await fetch(`http://127.0.0.1:${this.operationsPort}/readyz`);
      return (await answer.json()) as Awaited<ReturnType<ServiceProcess['readiness']>>;
    } catch {
      return { status: 'away', dependencies: {} };
    }
  }

  /** SIGKILL resolves when it is gone; any other signal when it is sent. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.child?.kill(signal);
    if (signal === 'SIGKILL') await this.gone();
  }

  /** In good order; answers the exit code. */
  async stop(): Promise<number | null> {
    this.child?.kill('SIGCONT');
    this.child?.kill('SIGTERM');
    await this.gone();
    return this.child?.exitCode ?? null;
  }

  private keep(chunk: Buffer): void {
    this.said = `${this.said}${chunk.toString()}`.slice(-MOST_KEPT);
    const { logFolder } = this.options;
    if (logFolder !== undefined) appendFileSync(join(logFolder, `${this.name}.log`), chunk);
  }

  private gone(): Promise<void> {
    const { child } = this;
    if (child === null || !this.isRunning) return Promise.resolve();
    return new Promise((resolve) => child.once('exit', () => resolve()));
  }

  private async until(isSo: () => Promise<boolean>, what: string): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(await isSo())) {
      if (!this.isRunning) throw new Error(`${this.name} stopped before it was ${what}:\n${this.said}`);
      if (Date.now() > deadline) {
        const { dependencies } = await this.readiness();
        throw new Error(`${this.name} was not ${what} in time: ${JSON.stringify(dependencies)}\n${this.said}`);
      }
      await sleep(LOOK_EVERY_MS);
    }
  }
}
