import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, scratchFolder } from '@parley/testing';
import { build } from 'esbuild';
import { root } from '../fitness/sources.ts';
import { cpuMs } from './cpu-time.ts';
import type { FarSlack } from './far-slack.ts';
import { monotonicMs } from './monotonic.ts';
import type { BankOrder, BankWord } from './restate-bank/words.ts';
import { installRestate } from './restate-install.ts';
import { BANK_FLOW } from './slack-stage.ts';

const LONGEST_START_MS = 60_000;
const LONGEST_STOP_MS = 10_000;
/** What of the root's packages stays outside of the bundle. */
const EXTERNAL = ['fastify', 'undici'];

/** Restate, one node with its own settings, and the bank that is built on it: two processes, on this machine alone. */
export class RestateUnderLoad {
  private bank: ChildProcess | null = null;
  private node: ChildProcess | null = null;
  private door = 0;
  private readonly folder = scratchFolder('bench-restate');

  /** Where the bank waits for Slack. */
  get port(): number {
    return this.door;
  }

  /** CPU so far, ms. */
  cpu(): { readonly restate: number; readonly bank: number } {
    return { restate: cpuMs(this.node?.pid ?? 0), bank: cpuMs(this.bank?.pid ?? 0) };
  }

  /** Ends both and removes all there was, however far it came. Twice is once. */
  async stop(): Promise<void> {
    for (const child of [this.bank, this.node]) if (child !== null) await end(child);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Installs and starts it. Rejects with Unavailable when it cannot be installed. */
  async open({ apiUrl, signingSecret, botToken }: FarSlack['open'], say: (line: string) => void): Promise<void> {
    say('installing Restate into a folder of its own …');
    const program = installRestate(this.folder);
    const [ingress, admin, fabric] = [await freePort(), await freePort(), await freePort()];
    this.node = launch(program, this.folder, { ingress, admin, fabric });
    await this.untilReady(`http://127.0.0.1:${admin}/health`);
    await this.untilReady(`http://127.0.0.1:${ingress}/restate/health`);
    const order = { folder: this.folder, flowFile: BANK_FLOW, ingress: `http://127.0.0.1:${ingress}` };
    const { door, endpoint } = await this.openBank({ ...order, apiUrl, signingSecret, botToken });
    const answer = await fetch(`http://127.0.0.1:${admin}/deployments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ uri: `http://127.0.0.1:${endpoint}` }),
    });
    if (!answer.ok) throw new Error(`Restate does not take the bank: ${await answer.text()}`);
    this.door = door;
  }

  private async openBank(order: BankOrder): Promise<BankWord> {
    const outfile = join(root, 'dist/tools/restate-bank.mjs');
    await build({
      entryPoints: [join(root, 'tools/bench/restate-bank/main.ts')],
      outfile,
      bundle: true,
      minifySyntax: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      external: EXTERNAL,
      tsconfig: join(root, 'tsconfig.base.json'),
      logLevel: 'error',
    });
    // As npm start runs ours; and a line for every invocation is not what is measured.
    this.bank = fork(outfile, [JSON.stringify(order)], {
      execArgv: ['--enable-source-maps', '--max-semi-space-size=64'],
      env: { ...process.env, NODE_ENV: 'production', RESTATE_LOGGING: 'WARN' },
    });
    const [word] = (await Promise.race([once(this.bank, 'message'), failing(this.bank)])) as [BankWord];
    return word;
  }

  private async untilReady(url: string): Promise<void> {
    const deadline = monotonicMs() + LONGEST_START_MS;
    for (;;) {
      const isReady = await fetch(url).then(
        (answer) => answer.ok,
        () => false,
      );
      if (isReady) return;
      const isOver = this.node?.exitCode !== null || monotonicMs() > deadline;
      if (isOver) throw new Error(`Restate did not start:\n${readFileSync(join(this.folder, 'restate.log'), 'utf8')}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Everything as it comes, but for where it listens, where its data are, what it logs, and that it calls nobody. */
function launch(program: string, folder: string, ports: Readonly<Record<'ingress' | 'admin' | 'fabric', number>>) {
  const data = join(folder, 'data');
  mkdirSync(data);
  const log = openSync(join(folder, 'restate.log'), 'a');
  return spawn(program, [], {
    cwd: folder,
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      RESTATE_BASE_DIR: data,
      RESTATE_LISTEN_MODE: 'tcp',
      RESTATE_BIND_IP: '127.0.0.1',
      RESTATE_BIND_PORT: String(ports.fabric),
      RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${ports.fabric}`,
      RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ports.ingress}`,
      RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${ports.admin}`,
      RESTATE_LOG_FILTER: 'warn',
      RESTATE_DISABLE_TELEMETRY: 'true',
    },
  });
}

async function failing(child: ChildProcess): Promise<never> {
  const [code] = (await once(child, 'exit')) as [number | null];
  throw new Error(`The bank on Restate ended with ${code}.`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), LONGEST_STOP_MS);
  await gone;
  clearTimeout(late);
}
