import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINES_FOLDER } from './engines-folder.ts';

/** Servers that adapters are proven against, each by the address that its adapter takes. */
export type Engine = 'kafka' | 'redis' | 'mongodb' | 'postgres';

/** What `npm run engines -- up` writes and `down` takes away: an engine that is not named is not up. */
export interface EnginesState {
  readonly addresses: Partial<Record<Engine, string>>;
  /** Each by its id and when it began (ticks since boot). */
  readonly processes: Partial<Record<Engine, { readonly pid: number; readonly startedAt: string }>>;
}

const stateFile = join(ENGINES_FOLDER, 'engines.json');

/**
 * Where a real server is: what TEST_KAFKA_BROKERS, TEST_REDIS_URL, TEST_MONGODB_URL or TEST_POSTGRES_URL says, else what
 * `npm run engines -- up` started; null = there is none.
 */
export function engineAddress(engine: Engine): string | null {
  const name = `TEST_${engine.toUpperCase()}_${engine === 'kafka' ? 'BROKERS' : 'URL'}`;
  return process.env[name] || (startedEngines()[engine] ?? null);
}

/**
 * A suite against a real server. Without one it is skipped, and says so; under REQUIRE_ENGINES (set by the gate) it fails.
 */
export function describeEngine(engine: Engine, title: string, suite: (address: string) => void): void {
  const address = engineAddress(engine);
  if (address !== null) return describe(title, () => suite(address));
  const missing = `${title}: no ${engine} is up (npm run engines -- up starts it)`;
  if (process.env['REQUIRE_ENGINES']) {
    it(missing, () => {
      throw new Error(missing);
    });
  } else it.skip(missing, () => undefined);
}

/** As above, for a suite that needs several. */
export function describeEngines(
  engines: readonly Engine[],
  title: string,
  suite: (addresses: Readonly<Record<Engine, string>>) => void,
): void {
  const missing = engines.find((engine) => engineAddress(engine) === null);
  if (missing !== undefined) return describeEngine(missing, title, () => undefined);
  const addresses = engines.map((engine) => [engine, engineAddress(engine)] as const);
  describe(title, () => suite(Object.fromEntries(addresses) as Readonly<Record<Engine, string>>));
}

/** Those that still run: after a crash of the machine the file is there and they are not. */
function startedEngines(): Partial<Record<Engine, string>> {
  if (!existsSync(stateFile)) return {};
  const { addresses, processes } = JSON.parse(readFileSync(stateFile, 'utf8')) as EnginesState;
  const running = Object.entries(addresses).filter(([engine]) => isThere(processes[engine as Engine]?.pid));
  return Object.fromEntries(running);
}

function isThere(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
