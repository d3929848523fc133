import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@parley/postgres';
import { commandLine } from '@parley/service-kit';
import { verdict, type Ablation, type TestResult } from './ablation.ts';
import { guaranteesPage, readPage, withTables } from './guarantees.ts';
import { manifest } from './manifest.ts';
import { PreparedCopy } from './prepared-copy.ts';

const { options } = commandLine({
  call: 'npm run ablate --',
  about:
    'Takes every mechanism that a promise rests on out of a copy, one by one, and looks whether the test named for it notices. Exit code 1 if one is missed. About 10 minutes; a single patch takes 3 to 15 seconds.',
  options: {
    only: {
      kind: 'text',
      value: 'WORDS',
      about: 'only patches whose line holds these words; several, separated by commas',
    },
    page: { kind: 'flag', about: 'runs nothing: writes the tables of apps/docs/reference/guarantees.md anew' },
  },
});
if (options.page) {
  writeFileSync(guaranteesPage, await withTables(readPage(), manifest));
  process.exit(0);
}

const wanted = options.only?.split(',') ?? [''];
const chosen = manifest.filter((one) => wanted.some((words) => `${one.rule}: ${one.without}`.includes(words)));

const copy = new PreparedCopy(chosen.flatMap(({ edits }) => edits.map(({ file }) => file)));
const databaseFolder = join(tmpdir(), `parley-ablate-database-${process.pid}`);
mkdirSync(databaseFolder);
// One server for all patches; each test file makes databases of its own in it.
const server = await startEmbeddedPostgres({ dataFolder: databaseFolder, durable: false });
const { host, port, user } = server;
const env = { TEST_DATABASE_ADDRESS: JSON.stringify({ host, port, user, database: 'postgres' }) };
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => void tidyUp().then(() => process.exit(130)));

const before = await faultsBefore();
const failures = [...before];
let passed = 0;
for (const [index, ablation] of chosen.entries()) {
  const usual = ablation.kind === 'cost' ? await timed(() => copy.test([ablation.spec], env)) : null;
  const { result: found, seconds } = await timed(() => fault(ablation));
  if (found === null) passed += 1;
  else failures.push(`${ablation.rule}: without ${ablation.without}`);
  const proven = usual === null ? 'noticed' : `only saves work: with it ${usual.seconds} s, without`;
  const outcome = found === null ? proven : `NOT PROVEN: ${found}`;
  console.log(
    `${index + 1}/${chosen.length}  ${ablation.rule}: without ${ablation.without} … ${outcome} (${seconds} s)`,
  );
}

await tidyUp();
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

async function timed<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly seconds: string }> {
  const began = performance.now();
  const result = await work();
  return { result, seconds: ((performance.now() - began) / 1000).toFixed(1) };
}

async function fault(ablation: Ablation): Promise<string | null> {
  let undo = (): void => undefined;
  try {
    undo = copy.patch(ablation.edits);
    const running = copy.test([ablation.spec], env);
    const types = copy.typeFaults().filter((one) => !before.includes(one));
    const found = verdict(
      ablation,
      ((await running).get(ablation.spec) ?? []).map((one) => wellBefore(ablation, one)),
    );
    return types.length === 0 ? found : `the patched copy does not type-check:\n${types.join('\n')}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    undo();
  }
}

/** A test that failed before the patch tells nothing of it. */
function wellBefore({ spec }: Ablation, { name, status }: TestResult): TestResult {
  return { name, status: before.includes(`${spec}: ${name}`) ? 'failed before any patch' : status };
}

async function tidyUp(): Promise<void> {
  await server.stop();
  rmSync(databaseFolder, { recursive: true, force: true });
  copy.remove();
}
