import { withDistributedStage, type BenchEngines, type DistributedStage } from './distributed-stage.ts';
import { round } from './latencies.ts';
import { greet, PEOPLE, runRepetitions } from './scale-runs.ts';

const INSTANCES = [1, 2, 4] as const;

type Say = (line: string) => void;
type Figures = Readonly<Record<string, number>>;

/**
 * The same load with one, two and four instances of the state engine, each number in a house of its own. One machine carries all of it, so
 * that no higher rate is to be expected: it tells what more of them cost, and whether each does its share.
 */
export async function scaleEngines(engines: BenchEngines, seconds: number, say: Say): Promise<Figures> {
  const figures: Record<string, number> = {};
  for (const instances of INSTANCES) {
    say(`state engines: ${instances}`);
    const options = { engines, people: PEOPLE, house: { instancesOf: { 'state-engine': instances } } };
    const found = await withDistributedStage(options, say, (stage) => measure(stage, seconds, say));
    for (const [name, figure] of Object.entries(found)) figures[`engines${instances}${name}`] = figure;
  }
  return figures;
}

/** `LeastShare` is what the idlest instance wrote of what it would have written had all done the same: 1 = they did. */
async function measure(stage: DistributedStage, seconds: number, say: Say): Promise<Figures> {
  await greet(stage, say);
  const before = await entriesOf(stage);
  const { perSecond, us, allUs, restMs, overRestUs, byProcess, faults } = await runRepetitions(stage, seconds, say);
  const written = (await entriesOf(stage)).map((entries, index) => entries - (before[index] ?? 0));
  const all = written.reduce((sum, one) => sum + one, 0);
  say(`entries by instance: ${written.join(', ')}`);
  return {
    ...{ PerSecond: perSecond, Us: us, AllUs: allUs, RestMs: restMs, OverRestUs: overRestUs },
    StateEngineUs: byProcess['state-engine'] ?? Number.NaN,
    ...{ LeastShare: round((Math.min(...written) * written.length) / all), Faults: faults },
  };
}

/** Journal entries that each instance has written, as it says itself. */
function entriesOf({ house }: DistributedStage): Promise<readonly number[]> {
  return Promise.all(
    house.of('state-engine').map(async ({ operationsPort }) => {
      const answer = await fetch(`http://127.0.0.1:${operationsPort}/metrics`);
      const counts = (await answer.text()).matchAll(/^parley_entries_total\{[^}]*\} (\d+)$/gmu);
      return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
    }),
  );
}
