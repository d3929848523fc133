import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@parley/postgres';
import { readParleyConfig } from './config.ts';
import { explain } from './explain.ts';

/** Deletes the data folder, after stopping a database that a killed process left running. */
const read = readParleyConfig(process.env);
if (!read.ok) {
  console.error(read.problems.join('\n'));
  process.exit(1);
}
const { config } = read;

try {
  await reset(config.dataFolder);
  console.log(`${config.dataFolder} is gone. The next start begins anew.`);
} catch (error) {
  console.error(explain(error, config));
  process.exit(1);
}

/** Only a folder that Parley made is deleted: a slip in PARLEY_DATA must not cost anybody's files. */
async function reset(folder: string): Promise<void> {
  const isOurs = ['postgres', 'postgres.location', 'root.key'].some((name) => existsSync(join(folder, name)));
  if (!isOurs) return;
  const server = await startEmbeddedPostgres({ dataFolder: folder });
  await server.stop();
  const elsewhere = await readFile(join(folder, 'postgres.location'), 'utf8').catch(() => null);
  if (elsewhere !== null) await rm(elsewhere.trim(), { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}
