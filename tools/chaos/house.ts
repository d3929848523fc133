import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ParleyProcess } from '@parley/testing';
import { databasePid } from '../bench/server-under-load.ts';
import type { Tally } from './actor.ts';
import type { HouseUnderFire } from './house-under-fire.ts';
import type { Kill } from './kill-plan.ts';

const IN_FLIGHT = 50;
export const LONGEST_WAIT_MS = 30_000;
/** Between two deaths the platform lives so long, ms. */
export const LIFE_MS = 1500;
/** One that is killed as soon as it answers gets nowhere: so many steps come to their end in a life, however slow the machine is. */
const STEPS_IN_A_LIFE = 40;

/** The all-in-one through its deaths. */
export class House implements HouseUnderFire {
  fellByItself = false;
  private running: ParleyProcess | null = null;
  private isEnding = false;

  constructor(
    private readonly dataFolder: string,
    private readonly port: number,
    /** Where the bank and Slack are. */
    private readonly surroundings: Readonly<Record<string, string>>,
  ) {}

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  platformKey(): string {
    return this.process().platformKey();
  }

  /** Answers when it was ready, on performance.now's clock. With `wait` false a start that dies at its failpoint is no fault. */
  async start(env: Readonly<Record<string, string>>, wait = true): Promise<number> {
    if (this.isEnding) return new Promise(() => undefined);
    this.running = ParleyProcess.launch({
      dataFolder: this.dataFolder,
      port: this.port,
      env: { ...this.surroundings, ...env },
    });
    const { running } = this;
    void running.gone().then(() => appendFileSync(join(this.dataFolder, '..', 'parley.log'), running.output));
    await this.running.ready().catch((fault: unknown) => {
      if (wait && !this.isEnding) throw fault;
    });
    return this.isEnding ? new Promise(() => undefined) : performance.now();
  }

  async restart(env: Readonly<Record<string, string>>, wait: boolean): Promise<void> {
    await this.process().kill();
    await this.start(env, wait);
  }

  /** Dies as planned; answers how many messages were in flight then. */
  async fall(kill: Kill, tally: Tally): Promise<number> {
    const running = this.process();
    const deadline = performance.now() + LONGEST_WAIT_MS;
    let inFlight = tally.inFlight;
    if (kill.kind === 'failpoint') {
      while (!running.exited && performance.now() < deadline) {
        inFlight = tally.inFlight;
        await pause(2);
      }
      this.fellByItself = running.exited;
    } else {
      await pause(Math.random() * LIFE_MS);
      await busy(tally);
      inFlight = tally.inFlight;
      if (kill.kind === 'database') process.kill(databasePid(this.dataFolder), 'SIGKILL');
    }
    if (kill.kind === 'database') await Promise.race([running.gone(), pause(5000)]);
    if (!running.exited) await running.kill();
    return inFlight;
  }

  async verify(): Promise<number> {
    await this.process().stop();
    const run = await ParleyProcess.verify(this.dataFolder);
    await this.start({});
    return run.faults;
  }

  /** A database that outlived its killed platform goes too. */
  async end(): Promise<void> {
    this.isEnding = true;
    await this.running?.stop();
    const note = join(this.dataFolder, 'postgres/cluster/postmaster.pid');
    if (existsSync(note)) process.kill(databasePid(this.dataFolder), 'SIGINT');
    while (existsSync(note)) await pause(20);
  }

  private process(): ParleyProcess {
    if (this.running === null) throw new Error('not started');
    return this.running;
  }
}

/** Waits until the conversations got on a little since `before`: by so many steps. */
export async function alive(tally: Tally, before: number, steps = STEPS_IN_A_LIFE): Promise<void> {
  const deadline = performance.now() + LONGEST_WAIT_MS;
  while (tally.done < before + steps && performance.now() < deadline) await pause(5);
}

/** Waits until enough messages are acknowledged and unfinished. */
export async function busy(tally: Tally, enough = IN_FLIGHT): Promise<void> {
  const deadline = performance.now() + LONGEST_WAIT_MS;
  while (tally.inFlight < enough && performance.now() < deadline) await pause(1);
}
