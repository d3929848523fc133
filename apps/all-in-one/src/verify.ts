import { commandLine, Drain } from '@parley/service-kit';
import { Database } from '@parley/postgres';
import { readParleyConfig } from './config.ts';
import { commands } from './command-lines.ts';
import type { ParleyConfig } from './config.ts';
import { StartProblem } from '@parley/service-kit';
import { explain } from './explain.ts';
import { holdsParley } from './folders.ts';
import { findDatabase } from './open-database.ts';
import { loggerOf } from './operating/logger-of.ts';
import { createServices } from './services.ts';
import type { Verified } from './verify-all.ts';
import { verifyAll } from './verify-all.ts';

/** Replays every conversation against its journal, beside a running Parley or alone. Exit code 1 on any fault. */
const { options } = commandLine(commands.verify);
const read = readParleyConfig(process.env);
if (!read.ok) {
  console.error(read.problems.join('\n'));
  process.exit(1);
}

try {
  const found = await verify(read.config);
  console.log(options.json ? JSON.stringify(found) : sentence(found, read.config.dataFolder));
  process.exit(found.faults === 0 ? 0 : 1);
} catch (error) {
  console.error(explain(error, read.config));
  process.exit(1);
}

async function verify(config: ParleyConfig): Promise<Verified> {
  if (!holdsParley(config.dataFolder)) {
    throw new StartProblem(`There is nothing of Parley in ${config.dataFolder}. Set PARLEY_DATA to its data folder.`);
  }
  const drain = new Drain();
  const logger = loggerOf(config, () => Date.now());
  try {
    const address = await findDatabase(config, drain);
    const database = new Database(address);
    drain.add('the connections to the database', () => database.close());
    // No bank is called, and the ledger may be in use by the running one.
    const { engine } = await createServices({ ...config, demoBankUrl: 'http://127.0.0.1' }, database, logger, []);
    return await verifyAll(address, engine.service, (line) => console.error(line));
  } finally {
    await drain.run(10_000);
  }
}

function sentence({ conversations, entries, faults, drift }: Verified, folder: string): string {
  return [
    `Looked at ${count(entries, 'entry', 'entries')} of ${count(conversations, 'conversation')} in ${folder}: seals, chain of hashes, snapshots, and each entry computed again.`,
    faults === 0 ? 'All as they were recorded.' : `${count(faults, 'fault')} found: what is named above was changed.`,
    ...(drift === 0 ? [] : [`${count(drift, 'text')} would be worded otherwise today; that is no fault.`]),
  ].join('\n');
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
