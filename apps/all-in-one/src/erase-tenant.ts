import { ServiceFault } from '@parley/contracts';
import { commandLine } from '@parley/service-kit';
import { commands } from './command-lines.ts';
import { readParleyConfig } from './config.ts';
import { explain } from './explain.ts';
import { startParley } from './start-parley.ts';

/** Forgets a tenant of a stopped Parley: starts one for as long as it takes, at an address that nobody knows. */
const { subject: tenant } = commandLine(commands.eraseTenant);
const read = readParleyConfig(process.env);
if (!read.ok) {
  console.error(read.problems.join('\n'));
  process.exit(1);
}
const { config } = read;

try {
  const parley = await startParley({ ...config, host: '127.0.0.1', port: 0, metricsPort: undefined, seedsDemo: false });
  try {
    await parley.eraseTenant(tenant);
    console.log(
      `Nothing is left of the tenant ${tenant} but its id. Its bytes leave the data files with \`npm run scrub\`; backups from before still hold it, and ${config.dataFolder}/erasures.jsonl makes a restored one forget it again.`,
    );
  } finally {
    await parley.stop();
  }
} catch (error) {
  console.error(error instanceof ServiceFault ? error.message : explain(error, config));
  process.exitCode = 1;
}
process.exit();
