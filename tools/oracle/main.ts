import { commandLine } from '@parley/service-kit';
import { fuzz, reduced } from './fuzz.ts';
import type { Finding } from './fuzz.ts';
import { toCore } from './to-core.ts';

const { options } = commandLine({
  call: 'npm run oracle --',
  about:
    'Plays random machines and random events in the kernel and in its oracles, and compares after every event (apps/docs/reference/oracles.md). The last line is JSON; exit code 1 on any difference. About half a minute for each 1,000 machines.',
  options: {
    machines: { kind: 'whole', default: 1_000, about: 'how many machines' },
    seed: { kind: 'whole', default: 1, about: 'the same seed makes the same machines' },
    events: { kind: 'whole', default: 12, about: 'how many events each machine gets' },
    only: { kind: 'text', value: 'NUMBER', about: 'only the machine of this number, made smaller' },
  },
});
const { machines, seed, events } = options;
const only = options.only === undefined ? null : Number(options.only);
if (only !== null && !Number.isSafeInteger(only)) {
  console.error(`--only takes the number of a machine, not “${options.only}”.`);
  process.exit(2);
}

const numbers = only === null ? Array.from({ length: machines }, (_, number) => number) : [only];
const began = performance.now();
const result = fuzz(numbers, { seed, events, onProgress });
for (const finding of result.findings) report(finding.number === only ? reduced(finding) : finding);
const seconds = Math.round((performance.now() - began) / 100) / 10;
const differences = Object.values(result.tallies).reduce((sum, { different }) => sum + different, 0);
console.log(JSON.stringify({ seed, machines: numbers.length, events, seconds, differences, oracles: result.tallies }));
if (differences > 0) process.exitCode = 1;

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
