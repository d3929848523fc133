import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@parley/postgres';
import { verdict, type Ablation } from './ablation.ts';
import { manifest } from './manifest.ts';
import { PreparedCopy } from './prepared-copy.ts';

/** `npm run ablate [-- --only <words>]`: takes every mechanism out, one by one, and looks whether a test notices. */
const only = process.argv[process.argv.indexOf('--only') + 1] ?? '';
const chosen = process.argv.includes('--only')
  ? manifest.filter((one) => `${one.rule}: ${one.without}`.includes(only))
  : manifest;

const copy = new PreparedCopy();
const databaseFolder = mkdtempSync(join(tmpdir(), 'parley-ablate-database-'));
// One server for all patches; each test file makes databases of its own in it.
const server = await startEmbeddedPostgres({ dataFolder: databaseFolder, durable: false });
const env = { TEST_DATABASE_URL: urlOf(server) };

const failures = [...(await faultsBefore())];
let passed = 0;
for (const [index, ablation] of chosen.entries()) {
  const began = performance.now();
  const found = await fault(ablation);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (found === null) passed += 1;
  else failures.push(`${ablation.rule}: without ${ablation.without}`);
  const outcome = found === null ? (ablation.kind === 'cost' ? 'cost only' : 'noticed') : `NOT PROVEN: ${found}`;
  console.log(
    `${index + 1}/${chosen.length}  ${ablation.rule}: without ${ablation.without} … ${outcome} (${seconds} s)`,
  );
}

await server.stop();
rmSync(databaseFolder, { recursive: true, force: true });
copy.remove();
console.log(`\nTests: ${failures.length} failed, ${passed} passed, ${passed + failures.length} total`);
process.exit(failures.length === 0 && passed > 0 ? 0 : 1);

/** Before any patch everything has to be well, else a failing test would prove nothing. */
async function faultsBefore(): Promise<readonly string[]> {
  const began = performance.now();
  const running = copy.test([...new Set(chosen.map(({ spec }) => spec))], env);
  const types = copy.typeFaults();
  const found = [...(await running)].flatMap(([spec, results]) =>
    results.length === 0
      ? [`${spec}: no test ran`]
      : results.filter(({ status }) => status === 'failed').map(({ name }) => `${spec}: ${name}`),
  );
  const all = [...types, ...found];
  for (const one of all) console.log(`BEFORE ANY PATCH  ${one}`);
  console.log(`before any patch: ${all.length} faults (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  return all;
}

async function fault(ablation: Ablation): Promise<string | null> {
  let undo = (): void => undefined;
  try {
    undo = copy.patch(ablation.edits);
    const running = copy.test([ablation.spec], env);
    const types = copy.typeFaults();
    const found = verdict(ablation, (await running).get(ablation.spec) ?? []);
    return types.length === 0 ? found : `the patched copy does not type-check:\n${types.join('\n')}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    undo();
  }
}

/** As the superuser: test databases are made from a migrated template. */
function urlOf({ host, port, user }: EmbeddedPostgres): string {
  return `postgresql://${user}@localhost:${port}/postgres?host=${encodeURIComponent(host)}`;
}
