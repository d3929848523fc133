import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@parley/postgres';
import { commandLine } from '@parley/service-kit';
import { commands } from './command-lines.ts';
import type { ParleyConfig } from './config.ts';
import { readParleyConfig } from './config.ts';
import { StartProblem } from '@parley/service-kit';
import { explain } from './explain.ts';
import { holdsParley } from './folders.ts';

/** Deletes the data folder, after stopping a database that a killed process left running. */
commandLine(commands.demoReset);
const read = readParleyConfig(process.env);
if (!read.ok) {
  console.error(read.problems.join('\n'));
  process.exit(1);
}
const { config } = read;

try {
  console.log(await reset(config));
} catch (error) {
  console.error(explain(error, config));
  process.exit(1);
}

/** Only a folder that Parley made is deleted, and only while nobody uses it. Answers what was done. */
async function reset({ dataFolder, databaseUrl }: ParleyConfig): Promise<string> {
  if (databaseUrl !== undefined) {
    throw new StartProblem(
      `The database of DATABASE_URL is yours: nothing was deleted. To begin anew, empty it yourself and delete ${dataFolder}, which holds the keys that everything in it is sealed with.`,
    );
  }
  if (!holdsParley(dataFolder)) return `There is nothing of Parley in ${dataFolder}. The next start begins anew.`;
  const server = await startEmbeddedPostgres({ dataFolder });
  await server.stop();
  const elsewhere = await readFile(join(dataFolder, 'postgres.location'), 'utf8').catch(() => null);
  if (elsewhere !== null) await rm(elsewhere.trim(), { recursive: true, force: true });
  await rm(dataFolder, { recursive: true, force: true });
  return `${dataFolder} is gone. The next start begins anew.`;
}
