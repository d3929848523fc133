import { Drain, createLogger } from '@parley/service-kit';
import { Database } from '@parley/postgres';
import { readParleyConfig } from './config.ts';
import type { ParleyConfig } from './config.ts';
import { explain } from './explain.ts';
import { findDatabase } from './open-database.ts';
import { createServices } from './services.ts';
import { verifyAll } from './verify-all.ts';

/** Replays every conversation against its journal, beside a running Parley or alone. Exit code 1 on any fault. */
const read = readParleyConfig(process.env);
if (!read.ok) {
  console.error(read.problems.join('\n'));
  process.exit(1);
}

try {
  const found = await verify(read.config);
  console.log(process.argv.includes('--json') ? JSON.stringify(found) : sentence(found));
  process.exit(found.faults === 0 ? 0 : 1);
} catch (error) {
  console.error(explain(error, read.config));
  process.exit(1);
}

async function verify(config: ParleyConfig): ReturnType<typeof verifyAll> {
  const drain = new Drain();
  const logger = createLogger({ level: config.logLevel, write: (line) => console.error(line), now: () => Date.now() });
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

function sentence({ conversations, entries, faults, drift }: Awaited<ReturnType<typeof verifyAll>>): string {
  const wording = drift === 0 ? '' : ` ${drift} texts would be worded otherwise today.`;
  const verdict = faults === 0 ? 'all as they were recorded' : `${faults} faults`;
  return `${entries} entries of ${conversations} conversations: ${verdict}.${wording}`;
}
