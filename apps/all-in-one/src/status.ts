import { join } from 'node:path';
import { FolderBlobs } from '@parley/local';
import { Database, PostgresPlatformFigures } from '@parley/postgres';
import { commandLine, Drain } from '@parley/service-kit';
import { commands } from './command-lines.ts';
import type { ParleyConfig } from './config.ts';
import { readParleyConfig } from './config.ts';
import { StartProblem } from '@parley/service-kit';
import { explain } from './explain.ts';
import { holdsParley } from './folders.ts';
import { findDatabase } from './open-database.ts';
import { lastBackupAt } from './operating/watch-over.ts';
import type { Stored } from './operating/status-text.ts';
import { statusText } from './operating/status-text.ts';

/** Shows what is kept, how large and how old it is, and what retention will take. */
const { options } = commandLine(commands.status);
const read = readParleyConfig(process.env);
if (!read.ok) {
  console.error(read.problems.join('\n'));
  process.exit(1);
}
const { config } = read;
const drain = new Drain();

try {
  const stored = await look(config);
  console.log(options.json ? JSON.stringify(stored) : statusText(stored, config.keep, Date.now()));
} catch (error) {
  console.error(explain(error, config));
  process.exitCode = 1;
} finally {
  await drain.run(60_000);
}
process.exit();

async function look({ dataFolder, databaseUrl }: ParleyConfig): Promise<Stored> {
  if (!holdsParley(dataFolder)) {
    throw new StartProblem(`There is nothing of Parley in ${dataFolder}. Set PARLEY_DATA to its data folder.`);
  }
  const database = new Database(await findDatabase({ dataFolder, databaseUrl }, drain), { poolSize: 1 });
  drain.add('the connection to the database', () => database.close());
  const figures = new PostgresPlatformFigures(database);
  const [read, tables, blobs, backupAt] = [
    await figures.read(),
    await figures.tables(),
    await new FolderBlobs(join(dataFolder, 'blobs')).size(),
    await lastBackupAt(dataFolder),
  ];
  return { figures: read, tables, blobs, backupAt };
}
