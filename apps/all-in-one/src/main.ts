import { commandLine } from '@parley/service-kit';
import { commands } from './command-lines.ts';
import { readParleyConfig } from './config.ts';
import { explain } from './explain.ts';
import { screen } from './screen.ts';
import { startParley } from './start-parley.ts';

commandLine(commands.start);
const read = readParleyConfig(process.env);
if (!read.ok) {
  console.error(`Parley cannot start:\n${read.problems.map((problem) => `  ${problem}`).join('\n')}`);
  process.exit(1);
}

try {
  const parley = await startParley(read.config);
  const stop = (): void => {
    void parley.stop().then((faults) => {
      for (const fault of faults) console.error(fault);
      process.exit(faults.length === 0 ? 0 : 1);
    });
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  console.log(screen(read.config, parley));
} catch (error) {
  console.error(explain(error, read.config));
  process.exit(1);
}
