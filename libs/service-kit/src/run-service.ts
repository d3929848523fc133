import { commandLine } from './command-line.ts';
import type { ConfigAnswer } from './config.ts';
import { Drain } from './drain.ts';
import { Health, type HealthCheck, type HealthReport } from './health.ts';
import { createLogger, type Logger } from './logger.ts';
import { serveOperations } from './serve-operations.ts';
import type { EyesOptions, ServiceEyes } from './service-eyes.ts';
import type { ServiceSettings } from './service-settings.ts';
import { waitFor } from './wait-for.ts';

/** What a service is given to be put together with. */
export interface Kit {
  readonly logger: Logger;
  /** Stopped in order, the last added first. */
  readonly drain: Drain;
  /** Waits for something that the service stands on, then names it in `/readyz`. */
  readonly dependsOn: <Thing>(
    name: string,
    open: () => Promise<Thing>,
    check: (thing: Thing) => ReturnType<HealthCheck>,
  ) => Promise<Thing>;
  /** Its own work, which begins with calls to what it stands on: begun again until that succeeds. Till then it is not ready. */
  readonly begin: (name: string, work: () => Promise<void>) => Promise<void>;
  /** Names something else in `/readyz` that is not waited for. */
  readonly watch: (name: string, check: HealthCheck) => void;
  /** What `/readyz` answers. */
  readonly health: () => Promise<HealthReport>;
  /** Something happened after which this process must not go on: it says why, drains, and ends with 1. */
  readonly fail: (sentence: string) => void;
  readonly now: () => number;
}

export interface Service<Settings extends ServiceSettings, Tools> {
  readonly name: string;
  /** What it does, and every setting with its default, for `--help`. */
  readonly about: string;
  readonly settings: (environment: Readonly<Record<string, string | undefined>>) => ConfigAnswer<Settings>;
  readonly eyes: (settings: Settings, options: EyesOptions) => Promise<ServiceEyes<Tools>>;
  /** Puts it together and starts it. */
  readonly open: (settings: Settings, kit: Kit, tools: Tools) => Promise<void>;
}

/**
 * A service's whole life: its settings, all faults at once; its operators' pages first, so that it can be seen waiting; then what
 * it stands on, in whatever order that comes; then work, until SIGTERM or SIGINT. Ends the process: 0 when everything
 * ended well, 1 when not, 2 for a wrong command line.
 */
export async function runService<Settings extends ServiceSettings, Tools>(
  service: Service<Settings, Tools>,
): Promise<void> {
  commandLine({ call: `parley-${service.name}`, about: service.about, options: {} });
  const read = service.settings(process.env);
  if (!read.ok) return fail([`${service.name} cannot start:`, ...read.problems.map((problem) => `  ${problem}`)]);
  const { config } = read;
  const now = (): number => Date.now();
  const write = (line: string): void => void process.stderr.write(`${line}\n`);
  const eyes = await service.eyes(config, {
    service: service.name,
    warn: (event, details) => logger.warn(event, details),
  });
  const { context } = eyes;
  const plain = createLogger({
    level: config.logLevel,
    shape: config.logShape,
    write,
    now,
    ...(context && { context }),
  });
  const logger = eyes.logger(plain);

  const drain = new Drain();
  drain.add('telemetry', () => eyes.stop());
  const stopping = new AbortController();
  const stop = async (): Promise<readonly string[]> => {
    stopping.abort();
    return drain.run(config.drainMs);
  };
  const leave = (): void => {
    logger.info('service.stopping');
    void stop().then((faults) => (faults.length === 0 ? process.exit(0) : fail(faults)));
  };
  process.once('SIGTERM', leave).once('SIGINT', leave);

  const checks: Record<string, HealthCheck> = { process: () => Promise.reject(new Error('starting')) };
  const health = new Health(checks, () => drain.isDraining);
  eyes.dependencies(() => health.report());
  const waiting = { logger, signal: stopping.signal, isFinal };
  const kit: Kit = {
    logger,
    drain,
    now,
    fail: (sentence) => {
      logger.error('service.failed', { why: sentence });
      void stop().then((faults) => fail([sentence, ...faults]));
    },
    watch: (name, check) => void (checks[name] = check),
    health: () => health.report(),
    dependsOn: async (name, open, check) => {
      checks[name] = () => Promise.reject(new Error('waited for'));
      const thing = await waitFor(name, open, waiting);
      checks[name] = () => check(thing);
      return thing;
    },
    begin: (name, work) => waitFor(name, work, waiting),
  };
  try {
    const page = await serveOperations(config.operations, {
      health: () => health.report(),
      metrics: eyes.metrics,
    });
    drain.add("the operators' pages", () => page.close());
    const began = performance.now();
    await service.open(config, kit, eyes.tools);
    checks['process'] = () => undefined;
    logger.info('service.ready', { operations: page.port, afterMs: Math.round(performance.now() - began) });
    process.stdout.write(`${service.name} is ready (operators' pages on ${config.operations.host}:${page.port})\n`);
  } catch (error) {
    if (stopping.signal.aborted) return;
    await stop();
    fail([
      error instanceof Error && isFinal(error) ? error.message : `${service.name} could not start: ${stackOf(error)}`,
    ]);
  }
}

/** Those whose message is a sentence for the operator; what does not answer, and anything else, is waited for. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof Error) || !/^(Start|Postgres|Kafka|Mongo)Problem$/.test(error.name)) return false;
  return (error as { readonly isAway?: boolean }).isAway !== true;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function fail(lines: readonly string[]): void {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(1);
}
