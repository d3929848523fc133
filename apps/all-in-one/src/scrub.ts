import { scrubCluster } from '@parley/postgres';
import { commandLine } from '@parley/service-kit';
import { commands } from './command-lines.ts';
import { readParleyConfig } from './config.ts';
import { StartProblem } from '@parley/service-kit';
import { explain } from './explain.ts';
import { holdsParley } from './folders.ts';

/** Removes what was erased from the data files as well. */
commandLine(commands.scrub);
const read = readParleyConfig(process.env);
if (!read.ok) {
  console.error(read.problems.join('\n'));
  process.exit(1);
}
const { config } = read;

try {
  if (config.databaseUrl !== undefined) {
    throw new StartProblem(
      'The database of DATABASE_URL is yours: run VACUUM FULL there, and let its log be archived or recycled.',
    );
  }
  if (!holdsParley(config.dataFolder)) {
    throw new StartProblem(`There is nothing of Parley in ${config.dataFolder}. Set PARLEY_DATA to its data folder.`);
  }
  await scrubCluster(config.dataFolder);
  console.log(`What was erased is gone from the files of ${config.dataFolder}, too.`);
} catch (error) {
  console.error(explain(error, config));
  process.exitCode = 1;
}
process.exit();
