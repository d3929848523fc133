import { fuzz, reduced } from './fuzz.ts';
import type { Finding } from './fuzz.ts';
import { toCore } from './to-core.ts';

/**
 * `npm run oracle -- [--machines 10000] [--seed 1] [--events 12] [--only <number>]`: random machines × random events, in
 * the kernel and in its oracles (apps/docs/reference/oracles.md). The last line is JSON; exit 1 on any difference.
 */
const machines = option('--machines', 1_000);
const seed = option('--seed', 1);
const events = option('--events', 12);
const only = process.argv.includes('--only') ? option('--only', 0) : null;

const numbers = only === null ? Array.from({ length: machines }, (_, number) => number) : [only];
const began = performance.now();
const result = fuzz(numbers, { seed, events, onProgress });
for (const finding of result.findings) report(finding.number === only ? reduced(finding) : finding);
const seconds = Math.round((performance.now() - began) / 100) / 10;
const differences = Object.values(result.tallies).reduce((sum, { different }) => sum + different, 0);
console.log(JSON.stringify({ seed, machines: numbers.length, events, seconds, differences, oracles: result.tallies }));
if (differences > 0) process.exitCode = 1;

function option(name: string, otherwise: number): number {
  const place = process.argv.indexOf(name);
  if (place < 0) return otherwise;
  const value = Number(process.argv[place + 1]);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`${name} wants a whole number.`);
  process.exit(2);
}

function onProgress(played: number): void {
  if (played % 500 !== 0) return;
  console.error(`${played} of ${numbers.length} machines, ${((performance.now() - began) / 1000).toFixed(0)} s`);
}

function report({ oracle, number, plan, difference }: Finding): void {
  console.log(`\nMachine ${number} differs from ${oracle} after ${JSON.stringify(difference.events)}`);
  console.log(`  kernel: ${JSON.stringify(difference.kernel)}`);
  console.log(`  ${oracle}: ${JSON.stringify(difference.oracle)}`);
  if (only !== null) console.log(`  ${JSON.stringify(toCore(plan))}`);
}
