import type { HouseOptions } from '@parley/testing/house';
import { distributedPhase } from './distributed-phase.ts';
import { withDistributedStage, withEngines, type BenchEngines, type DistributedStage } from './distributed-stage.ts';

/** Who speaks on each side, however many are stored. */
export const PEOPLE = 200;
export const LINES = 64;
const LONGEST_GREETING_SECONDS = 120;

type Say = (line: string) => void;

/** What stays as it is, and what has more of something. */
export interface Sides<T> {
  readonly base: T;
  readonly other: T;
}

/** Engines of its own for each side: what one stores and keeps in memory is nothing to the other. */
export function withEnginesOfSides<T>(say: Say, work: (engines: Sides<BenchEngines>) => Promise<T>): Promise<T> {
  return withEngines(say, (base) => withEngines(say, (other) => work({ base, other })));
}

/** A house on each side, the other one with so many state engines; everybody has said hello, once. */
export function withSides<T>(
  engines: Sides<BenchEngines>,
  stateEngines: number,
  say: Say,
  work: (stages: Sides<DistributedStage>) => Promise<T>,
): Promise<T> {
  const house = { instancesOf: { 'state-engine': stateEngines } };
  return withGreeted(engines.base, {}, say, (base) =>
    withGreeted(engines.other, house, say, (other) => work({ base, other })),
  );
}

function withGreeted<T>(
  engines: BenchEngines,
  house: Pick<HouseOptions, 'instancesOf'>,
  say: Say,
  work: (stage: DistributedStage) => Promise<T>,
): Promise<T> {
  return withDistributedStage({ engines, people: PEOPLE, house }, say, async (stage) => {
    say(`${PEOPLE} people say hello …`);
    await distributedPhase(stage, { seconds: LONGEST_GREETING_SECONDS, lines: LINES, atMost: PEOPLE }, say);
    return work(stage);
  });
}
