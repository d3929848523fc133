import { resolve } from 'node:path';
import { commandLine, Drain } from '@parley/service-kit';
import { makeBackup } from './backup/make-backup.ts';
import { commands } from './command-lines.ts';
import { readParleyConfig } from './config.ts';
import { explain } from './explain.ts';

/** Saves the data folder to a new folder. */
const { options, subject } = commandLine(commands.backup);
const read = readParleyConfig(process.env);
if (!read.ok) {
  console.error(read.problems.join('\n'));
  process.exit(1);
}
const { config } = read;
const drain = new Drain();

try {
  const withKeys = options['with-keys'];
  const { files, rootKey } = await makeBackup(config, subject, drain, { withKeys, now: () => Date.now() });
  const megabytes = Math.ceil(files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6);
  console.log(`Saved ${files.length} files, ${megabytes} MB, to ${resolve(subject)}.`);
  console.log(
    withKeys
      ? 'The keys are in it: whoever has it can read everything.'
      : `The keys are not in it. Keep ${config.dataFolder}/root.key (${rootKey ?? 'no fingerprint'}) elsewhere: without it nobody can read the backup.`,
  );
} catch (error) {
  console.error(explain(error, config));
  process.exitCode = 1;
} finally {
  await drain.run(60_000);
}
process.exit();
