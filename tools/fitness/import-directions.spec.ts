import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

beforeAll(() => {
  // The boundary rule reads Nx's project graph; without one it stays silent.
  execFileSync('npx', ['nx', 'show', 'projects'], { cwd: root, env: { ...process.env, NX_DAEMON: 'false' } });
}, 60_000);

/** Lints a text as if it stood at this path; answers what the boundary rule says of it. */
function complaints(path: string, text: string): string {
  const run = spawnSync(
    join(root, 'node_modules/.bin/eslint'),
    ['-c', 'tools/fitness/boundaries.eslint.config.mjs', '--stdin', '--stdin-filename', path, '--format', 'json'],
    { cwd: root, input: text, encoding: 'utf8', env: { ...process.env, NX_DAEMON: 'false' } },
  );
  const [file] = JSON.parse(run.stdout) as { messages: { message: string }[] }[];
  return (file?.messages ?? []).map((one) => one.message).join('\n');
}

describe('import directions', () => {
  it.each([
    [
      'a rule that imports a port',
      'libs/domain/nlu/src/seeded.ts',
      "import { Journal } from '@parley/ports';\nvoid Journal;",
    ],
    [
      'a rule that imports a database client',
      'libs/domain/nlu/src/seeded.ts',
      "import { Pool } from 'pg';\nvoid Pool;",
    ],
    [
      'a port that imports an adapter',
      'libs/ports/src/seeded.ts',
      "import { NodeSealing } from '@parley/local';\nvoid NodeSealing;",
    ],
    [
      'a service that imports another service',
      'libs/services/chat/src/seeded.ts',
      "import { StateEngineModule } from '@parley/state-engine';\nvoid StateEngineModule;",
    ],
    [
      'a service that imports a database client',
      'libs/services/chat/src/seeded.ts',
      "import { Pool } from 'pg';\nvoid Pool;",
    ],
    [
      'a service that imports an adapter',
      'libs/services/chat/src/seeded.ts',
      "import { NodeSealing } from '@parley/local';\nvoid NodeSealing;",
    ],
    [
      'an adapter that imports another adapter',
      'libs/infra/local/src/seeded.ts',
      "import { startEmbeddedPostgres } from '@parley/postgres';\nvoid startEmbeddedPostgres;",
    ],
    [
      'a contract that imports a service',
      'libs/contracts/src/seeded.ts',
      "import { ChatModule } from '@parley/chat';\nvoid ChatModule;",
    ],
  ])('refuses %s', (_what, path, text) => {
    expect(complaints(path, text)).toMatch(/not allowed to import|can only depend on|Circular dependency/);
  });

  it('allows what the house allows', () => {
    expect(
      complaints('libs/services/chat/src/seeded.ts', "import { Journal } from '@parley/ports';\nvoid Journal;"),
    ).toBe('');
  });
});
