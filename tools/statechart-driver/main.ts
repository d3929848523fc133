import { createReadStream, createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { importScxml } from '@parley/scxml';
import { HELP, readArguments } from './arguments.ts';
import type { Arguments } from './arguments.ts';
import { drive } from './drive.ts';
import { Session } from './session.ts';

/** `npm run -s statechart-driver`: JSON lines in, JSON lines out (apps/docs/reference/driver.md). */
const given = readArguments(process.argv.slice(2));
if (typeof given === 'string') {
  process.stderr.write(`${given}\n`);
  process.exitCode = 2;
} else if (given.help) process.stdout.write(HELP);
else await run(given);

async function run({ scxml, log, replay }: Arguments): Promise<void> {
  // Whoever reads the answers may go away at any time: that ends the driver, without a complaint.
  process.stdout.on('error', () => process.exit(0));
  const session = new Session(scxml ? importScxml : null);
  const input: Readable = replay === null ? process.stdin : createReadStream(replay);
  try {
    await drive(session, input, process.stdout, log === null ? null : createWriteStream(log));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'The lines cannot be read.'}\n`);
    process.exitCode = 1;
  }
}
