import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineProblem, type Engine, type EngineOptions, type Recipe, type Site } from './engine.ts';
import { kafka } from './kafka.ts';
import { mongodb } from './mongodb.ts';
import { postgres } from './postgres.ts';
import { end, freezeAll, killAll, lastLines, launch, runs, signalAll, type ProcessMark } from './processes.ts';
import { redis } from './redis.ts';
import { readRecord, recordFor, siteOf, writeRecord, type SiteRecord } from './site-record.ts';

const RECIPES: Readonly<Record<Engine, Recipe>> = { kafka, redis, mongodb, postgres };

/** In the order of how long they take to be there. */
export const ENGINES = ['mongodb', 'kafka', 'postgres', 'redis'] as const satisfies readonly Engine[];

const READY_TIMEOUT_MS = 60_000;
const ASK_EVERY_MS = 50;

/** A real server, to be used and to be hurt. */
export class RunningEngine {
  private constructor(
    private readonly recipe: Recipe,
    private readonly site: Site,
    private mark: ProcessMark,
  ) {}

  /** Starts the engine of a folder, or takes over the one that runs there; resolves when it has served a request. */
  static async start(kind: Engine, folder: string, options: EngineOptions): Promise<RunningEngine> {
    const recipe = RECIPES[kind];
    await recipe.install(options.say ?? (() => undefined));
    const running = await RunningEngine.find(kind, folder, options);
    if (running !== null && (await running.answers())) return running;
    await running?.stop();
    const record = await recordFor(folder, options);
    const site = siteOf(folder, record, options);
    return new RunningEngine(recipe, site, await startProcess(recipe, site, record));
  }

  /** The one that was started in this folder and still runs, whether it answers or not; null = none does. */
  static async find(kind: Engine, folder: string, options: EngineOptions): Promise<RunningEngine | null> {
    const record = readRecord(folder);
    if (record === null || record.process === null || !runs(record.process)) return null;
    return new RunningEngine(RECIPES[kind], siteOf(folder, record, options), record.process);
  }

  /** As the adapter takes it; the same after a restart. */
  get address(): string {
    return this.recipe.address(this.site);
  }

  get pid(): number {
    return this.mark.pid;
  }

  /** Tells one process from another of the same id, with `pid`. */
  get startedAt(): string {
    return this.mark.startedAt;
  }

  get logFile(): string {
    return logFileOf(this.site);
  }

  /** Whether it serves a request now. */
  answers(): Promise<boolean> {
    return this.recipe.ask(this.address).then(
      () => true,
      () => false,
    );
  }

  /** Sends the signal to all its processes: SIGKILL, the default, resolves when they are gone, SIGSTOP when they stand still. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (signal === 'SIGKILL') await killAll(this.mark);
    else if (signal === 'SIGSTOP') await freezeAll(this.mark);
    else signalAll(this.mark, signal);
  }

  /** Runs it again on the same port, with the data that it had, or without any; ends it before where it still runs. */
  async restart({ empty = false }: { readonly empty?: boolean } = {}): Promise<void> {
    await this.stop();
    if (empty) this.removeData();
    const { port, secondPort, secret } = this.site;
    this.mark = await startProcess(this.recipe, this.site, { port, secondPort, secret, process: null });
  }

  /** Ends it in good order. Twice is once. */
  stop(): Promise<void> {
    return end(this.mark, this.recipe.stopSignal);
  }

  private removeData(): void {
    removeData(this.recipe, this.site);
  }
}

/** Removes what the engine of a folder has stored; it must not run. */
export function emptyEngine(kind: Engine, folder: string): void {
  const record = readRecord(folder);
  if (record !== null) removeData(RECIPES[kind], siteOf(folder, record, {}));
}

function removeData(recipe: Recipe, site: Site): void {
  for (const folder of [...recipe.foldersElsewhere(site), site.dataFolder]) {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startProcess(recipe: Recipe, site: Site, record: SiteRecord): Promise<ProcessMark> {
  mkdirSync(site.folder, { recursive: true });
  const mark = await launch(await recipe.prepare(site), site.folder, logFileOf(site));
  writeRecord(site.folder, { ...record, process: mark });
  await untilReady(recipe, site, mark);
  return mark;
}

/** Throws EngineProblem, with the end of its log, when it ends instead or takes too long. */
async function untilReady(recipe: Recipe, site: Site, mark: ProcessMark): Promise<void> {
  const log = logFileOf(site);
  for (const deadline = Date.now() + READY_TIMEOUT_MS; Date.now() < deadline; await sleep(ASK_EVERY_MS)) {
    const served = await recipe.ask(recipe.address(site)).then(
      () => true,
      () => false,
    );
    if (!runs(mark)) throw new EngineProblem(`${recipe.name} did not start (${log}):\n${lastLines(log, 8)}`);
    if (served) return;
  }
  await killAll(mark);
  throw new EngineProblem(
    `${recipe.name} served no request within ${READY_TIMEOUT_MS / 1_000} s (${log}):\n${lastLines(log, 8)}`,
  );
}

function logFileOf(site: Site): string {
  return join(site.folder, 'log');
}

/**
 * A real server in a folder of its own, started or, where it runs already, taken over; it outlives this process until it is
 * stopped. Throws EngineProblem (a sentence) when a tool is missing, or it does not come up.
 */
export function startEngine(kind: Engine, folder: string, options: EngineOptions = {}): Promise<RunningEngine> {
  return RunningEngine.start(kind, resolve(folder), options);
}

/** The one that runs in a folder; null = none does. */
export function findEngine(kind: Engine, folder: string): Promise<RunningEngine | null> {
  return RunningEngine.find(kind, resolve(folder), {});
}
