import { CORPUS } from '@parley/statechart/hostile';
import { heapBytes } from '../heap-bytes.ts';

/** Each case may take this much CPU. */
const ALLOWED_MS = 50;
const REPETITIONS = 200;

/** Runs the hostile corpus in a process of its own (--expose-gc): CPU of each case, and the heap after many rounds. */
const cases = Object.entries(CORPUS).flatMap(([family, all]) => all.map((one) => ({ family, ...one })));
for (const { name, prepare, must } of cases) {
  const verdict = prepare()();
  if (verdict !== must) throw new Error(`${name}: ${verdict} instead of ${must}.`);
}

const costs = cases.map(({ family, name, prepare }) => ({ name: `${family}: ${name}`, ms: medianMs(prepare()) }));
costs.sort((one, other) => other.ms - one.ms);
for (const { name, ms } of costs.slice(0, 12)) console.error(`${ms.toFixed(1).padStart(7)} ms  ${name}`);

const before = heapBytes();
for (let round = 0; round < REPETITIONS; round += 1) for (const { prepare } of cases) prepare()();
const grownMb = (heapBytes() - before) / 2 ** 20;
console.error(`heap after ${REPETITIONS} rounds: ${grownMb.toFixed(2)} MiB more`);
console.log(
  JSON.stringify({
    cases: cases.length,
    slowestMs: round2(costs[0]?.ms ?? 0),
    tooSlow: costs.filter(({ ms }) => ms >= ALLOWED_MS).length,
    heapGrownMb: round2(grownMb),
  }),
);

/** CPU of the middle one of nine runs. */
function medianMs(work: () => string): number {
  const runs = Array.from({ length: 9 }, () => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1_000;
  });
  return runs.sort((one, other) => one - other)[4] ?? Number.NaN;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
