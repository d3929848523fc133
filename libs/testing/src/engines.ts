import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINES_FOLDER } from './engines-folder.ts';

/** Servers that adapters are proven against, each by the address that its adapter takes. */
export type Engine = 'kafka' | 'redis' | 'mongodb' | 'postgres';

/** Written by `npm run engines -- up`, gone after `down`. */
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

function startedEngines(): Partial<Record<Engine, string>> {
  if (!existsSync(stateFile)) return {};
  const { addresses } = JSON.parse(readFileSync(stateFile, 'utf8')) as { addresses: Partial<Record<Engine, string>> };
  return addresses;
}
