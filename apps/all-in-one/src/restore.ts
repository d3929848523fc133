import { commandLine } from '@parley/service-kit';
import { restoreBackup } from './backup/restore-backup.ts';
import { commands } from './command-lines.ts';
import { readParleyConfig } from './config.ts';
import { explain } from './explain.ts';

/** Puts a backup into a data folder that has no database. */
const { options, subject } = commandLine(commands.restore);
const read = readParleyConfig(process.env);
if (!read.ok) {
  console.error(read.problems.join('\n'));
  process.exit(1);
}
const { config } = read;

try {
  const { manifest, erasures } = await restoreBackup(config, subject, {
    keyFile: options['key-file'],
    erasures: options.erasures,
  });
  console.log(
    [
      `Restored to ${config.dataFolder}: everything acknowledged before ${manifest.begunAt}. What came later is to be sent again.`,
      erasures.length === 0
        ? 'No erasure since then is known: name the list with --erasures if one was kept.'
        : `${erasures.length} erasures since then are done again by the next start.`,
    ].join('\n'),
  );
} catch (error) {
  console.error(explain(error, config));
  process.exitCode = 1;
}
process.exit();
