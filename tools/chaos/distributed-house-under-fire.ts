import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { topics } from '@parley/contracts';
import { newPlatformKey, securityDefaults } from '@parley/security';
import { DistributedHouse, type ServiceName, type ServiceProcess } from '@parley/testing/house';
import { EnginesUnderFire } from './engines-under-fire.ts';
import type { Fault } from './fault-plan.ts';
import type { HouseUnderFire } from './house-under-fire.ts';
import { redeliver } from './redeliver.ts';
import type { Surroundings } from './surroundings.ts';
import { verifyAll } from './verify-all.ts';

/** Of each service. */
export const INSTANCES = 2;
/** How long it may take until everything works again. */
const WHOLE_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 100;
const CLOCK_SIGNALS = { 1: ['SIGUSR2', 'SIGWINCH'], [-1]: ['SIGWINCH', 'SIGUSR2'] } as const;

/** The separate services on engines of their own, all of which can be hurt. */
export class DistributedHouseUnderFire implements HouseUnderFire {
  /** Services that ended though nobody had killed them. */
  fellByThemselves = 0;
  /** Records of the log that came a second time. */
  redelivered = 0;
  private isEnding = false;

  private constructor(
    private readonly house: DistributedHouse,
    private readonly engines: EnginesUnderFire,
    private readonly key: string,
    private readonly logFolder: string,
    private readonly say: (line: string) => void,
  ) {}

  /** Starts the engines; of the services nothing runs yet. */
  static async build(
    { folder, bankSettings, slackSettings }: Surroundings,
    say: (line: string) => void,
  ): Promise<DistributedHouseUnderFire> {
    const logFolder = join(folder, 'logs');
    mkdirSync(logFolder);
    const engines = await EnginesUnderFire.start(join(folder, 'engines'), say);
    const platformKey = newPlatformKey(securityDefaults.environment, (bytes) => randomBytes(bytes));
    try {
      const house = await DistributedHouse.build({
        ...{ engines: engines.addresses(), platformKey, instances: INSTANCES, logFolder },
        envOf: {
          chat: slackSettings,
          adaptors: bankSettings,
        },
        nodeArguments: [`--import=${join(import.meta.dirname, 'jumping-clock.mjs')}`],
      });
      return new DistributedHouseUnderFire(house, engines, platformKey, logFolder, say);
    } catch (fault) {
      await engines.stop();
      throw fault;
    }
  }

  get origin(): string {
    return this.house.origin;
  }

  platformKey(): string {
    return this.key;
  }

  start(): Promise<void> {
    return this.house.start();
  }

  /** From its beginning to its end; what was hurt may need a while to work again. */
  async suffer(fault: Fault): Promise<void> {
    switch (fault.kind) {
      case 'kill-service': {
        const service = this.service(fault);
        await service.kill();
        await pause(fault.forMs);
        if (!this.isEnding) service.launch();
        return;
      }
      case 'kill-engine': {
        const { server } = this.engines.of(fault.engine);
        await server.kill();
        await pause(fault.forMs);
        if (!this.isEnding) await server.restart({ empty: fault.engine === 'redis' });
        return;
      }
      case 'pause':
        return this.between(fault, ['SIGSTOP', 'SIGCONT']);
      case 'clock':
        return this.between(fault, CLOCK_SIGNALS[fault.hours]);
      case 'slow':
      case 'cut': {
        const { link } = this.engines.of(fault.engine);
        if (fault.kind === 'slow') link.slow(fault.latencyMs);
        else await link.cut();
        await pause(fault.forMs);
        if (!this.isEnding) await link.mend();
        return;
      }
      case 'redeliver':
        return this.redeliver(fault.seed);
    }
  }

  /** Waits until all of it works; answers what it waited for last. What fell by itself is started again, and said. */
  async whole(): Promise<readonly string[]> {
    const deadline = performance.now() + WHOLE_WITHIN_MS;
    for (let last: readonly string[] = []; ; await pause(LOOK_EVERY_MS)) {
      if (this.isEnding) return new Promise(() => undefined);
      this.raiseFallen();
      const missing = await this.missing();
      if (missing.length === 0) return last;
      last = missing;
      if (performance.now() > deadline) throw new Error(`not whole in time: ${last.join(', ')}`);
    }
  }

  verify(): Promise<number> {
    return verifyAll(this.house.databaseUrl, this.house.targets['state-engine'], this.say);
  }

  /** The services' logs are in the folder for logs anyway; those of the engines come to them. */
  async end(): Promise<void> {
    this.isEnding = true;
    await this.house.end();
    await this.engines.stop();
    for (const { kind, file } of this.engines.logFiles)
      if (existsSync(file)) copyFileSync(file, join(this.logFolder, `${kind}.log`));
  }

  private async redeliver(seed: number): Promise<void> {
    const { kafka } = this.engines.addresses();
    for (const { topic } of topics) this.redelivered += await redeliver(kafka, this.house.topicPrefix + topic, seed);
  }

  /** One signal at the beginning, the other at the end, unless another process has taken its place. */
  private async between(
    fault: Extract<Fault, { readonly kind: 'pause' | 'clock' }>,
    [begin, end]: readonly [NodeJS.Signals, NodeJS.Signals],
  ): Promise<void> {
    const service = this.service(fault);
    const { pid } = service;
    await service.kill(begin);
    await pause(fault.forMs);
    if (service.pid === pid) await service.kill(end);
  }

  private service({ service, instance }: Extract<Fault, { readonly service: ServiceName }>): ServiceProcess {
    const found = this.house.of(service).find((one) => one.instance === instance);
    if (found === undefined) throw new Error(`There is no ${service}-${instance}.`);
    return found;
  }

  private raiseFallen(): void {
    for (const one of this.house.services.filter(({ isRunning }) => !isRunning)) {
      this.fellByThemselves += 1;
      this.say(`${one.name} fell by itself: ${one.output.trimEnd().split('\n').at(-1) ?? ''}`);
      one.launch();
    }
  }

  /** What does not work, as `<service>-<instance>: <dependency>, …`. */
  private async missing(): Promise<readonly string[]> {
    const states = await Promise.all(
      this.house.services.map(async (one) => ({ name: one.name, ...(await one.readiness()) })),
    );
    return states
      .filter(({ status }) => status !== 'ok')
      .map(({ name, status, dependencies }) => {
        const away = Object.keys(dependencies).filter((dependency) => dependencies[dependency] !== 'ok');
        return `${name}: ${away.join(' ') || status}`;
      });
  }
}
