import { join } from 'node:path';
import { sharesOf } from './cpu-shares.ts';
import { kafkaFloor, mongoFloor } from './distributed-floors.ts';
import { distributedPhase } from './distributed-phase.ts';
import { withDistributedStage, withEngines, type DistributedStage } from './distributed-stage.ts';

const PEOPLE = 200;
const LINES = 64;
const WARM_SECONDS = 5;
const FLOOR_SECONDS = 5;

type Say = (line: string) => void;
type Figures = Readonly<Record<string, number>>;

/** The same message path through services of their own on real engines: everything on this machine, beside what the engines alone do. */
export async function distributedPath(seconds: number, say: Say): Promise<Figures> {
  return withEngines(say, async (engines) => {
    // Each writes its CPU profile when it stops.
    const profiles = join(engines.folder, 'profiles');
    const house = { nodeArguments: ['--cpu-prof', `--cpu-prof-dir=${profiles}`] };
    const figures = await withDistributedStage({ engines, people: PEOPLE, house }, say, (stage) =>
      measure(stage, seconds, say),
    );
    say('floors …');
    return {
      ...figures,
      ...sharesOf(profiles),
      kafkaFloorPerSecond: await kafkaFloor(engines.addresses.kafka, FLOOR_SECONDS),
      mongodbFloorPerSecond: await mongoFloor(engines.addresses.mongodb, FLOOR_SECONDS),
    };
  });
}

async function measure(stage: DistributedStage, seconds: number, say: Say): Promise<Figures> {
  say(`${PEOPLE} people say hello …`);
  await distributedPhase(stage, { seconds: 120, lines: LINES, atMost: PEOPLE }, say);
  await distributedPhase(stage, { seconds: WARM_SECONDS, lines: LINES }, say);
  const { figures, us } = await distributedPhase(stage, { seconds, lines: LINES }, say);
  return { ...figures, ...Object.fromEntries(Object.entries(us).map(([name, one]) => [`${name}Us`, one])) };
}
