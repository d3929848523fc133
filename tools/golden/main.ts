import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { RECORDS as EXPRESSIONS } from '@parley/expression/golden';
import { firstDifference } from '@parley/expression/testing';
import { commandLine } from '@parley/service-kit';
import { RECORDS as MACHINES } from '@parley/statechart/golden';
import type { Stories } from '@parley/statechart/golden';
import { root } from '../fitness/sources.ts';
import { exampleStories, randomStories } from './drawn-machines.ts';

const { options } = commandLine({
  call: 'npm run golden --',
  about:
    'Compares what the kernel and the expressions do now with what was recorded (apps/docs/reference/oracles.md), and names the first difference of each file. Exit code 1 on any. A few seconds.',
  options: {
    write: { kind: 'flag', about: 'records what they do now; look at every line that changes before you commit it' },
    draw: { kind: 'flag', about: 'draws the random machines anew, and takes the examples as they are now' },
  },
});

const statechart = join(root, 'libs/domain/statechart/golden');
const expression = join(root, 'libs/domain/expression/golden');

if (options.draw) {
  write(join(statechart, 'machines/random.json'), randomStories());
  write(join(statechart, 'machines/examples.json'), exampleStories());
}
const readStories = (file: string): Stories => read(join(statechart, `machines/${file}.json`)) as Stories;
const sources = read(join(expression, 'sources.json')) as readonly string[];
for (const [name, record] of Object.entries(MACHINES))
  settle(join(statechart, `records/${name}.json`), record(readStories));
for (const [name, record] of Object.entries(EXPRESSIONS))
  settle(join(expression, `records/${name}.json`), record(sources));

function settle(file: string, records: object): void {
  const difference = firstDifference(existsSync(file) ? read(file) : {}, JSON.parse(JSON.stringify(records)));
  if (difference === null) return;
  console.log(`${relative(root, file)}${difference}\n`);
  if (options.write) write(file, records);
  else process.exitCode = 1;
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** One line an entry, so that a change shows as few. */
function write(file: string, entries: object): void {
  const lines = Object.entries(entries).map(([name, entry]) => `${JSON.stringify(name)}: ${oneOrManyLines(entry)}`);
  writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`);
}

function oneOrManyLines(entry: unknown): string {
  if (!Array.isArray(entry)) return JSON.stringify(entry);
  return `[\n${entry.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
}
