import type { BenchEngines, DistributedStage } from './distributed-stage.ts';
import { round } from './latencies.ts';
import { compareSides, type Comparison } from './scale-runs.ts';
import { withSides, type Sides } from './scale-sides.ts';

const INSTANCES = [2, 4] as const;

type Say = (line: string) => void;
type Figures = Readonly<Record<string, number>>;

/**
 * The same load on two and on four instances of the state engine, in turn with a house that has one. One machine carries all of it, so
 * that no higher rate is to be expected: it tells what more of them cost, and whether each does its share.
 */
export async function scaleEngines(engines: Sides<BenchEngines>, seconds: number, say: Say): Promise<Figures> {
  const figures: Record<string, number> = {};
  for (const instances of INSTANCES) {
    say(`state engines: ${instances} beside 1`);
    const found = await withSides(engines, instances, say, (stages) => measure(stages, seconds, say));
    for (const [name, figure] of Object.entries(found)) figures[`engines${instances}${name}`] = figure;
  }
  return figures;
}

/** `LeastShare` is what the idlest instance wrote of what it would have written had all done the same: 1 = they did. */
async function measure(stages: Sides<DistributedStage>, seconds: number, say: Say): Promise<Figures> {
  const before = await entriesOf(stages.other);
  const comparison = await compareSides(stages, seconds, say);
  const written = (await entriesOf(stages.other)).map((entries, index) => entries - (before[index] ?? 0));
  const all = written.reduce((sum, one) => sum + one, 0);
  say(`entries by instance: ${written.join(', ')}`);
  return { ...figuresOf(comparison), LeastShare: round((Math.min(...written) * written.length) / all) };
}

function figuresOf({ base, other, ratio }: Comparison): Figures {
  const stateEngine = 'state-engine';
  return {
    ...{ PerSecond: other.perSecond, Us: other.us, AllUs: other.allUs, RestMs: other.restMs },
    ...{ BasePerSecond: base.perSecond, BaseUs: base.us, BaseAllUs: base.allUs, BaseRestMs: base.restMs },
    ...{ Ratio: ratio.us, RatioOverRest: ratio.overRestUs, RatioOfAll: ratio.allUs },
    StateEngineUs: other.byProcess[stateEngine] ?? Number.NaN,
    BaseStateEngineUs: base.byProcess[stateEngine] ?? Number.NaN,
    Faults: base.faults + other.faults,
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
