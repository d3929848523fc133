import { join } from 'node:path';
import { sharesOf } from './cpu-shares.ts';
import { kafkaFloor, mongoFloor } from './distributed-floors.ts';
import { distributedPhase, type DistributedPhase } from './distributed-phase.ts';
import { withDistributedStage, withEngines, type BenchEngines, type DistributedStage } from './distributed-stage.ts';
import { monotonicMs } from './monotonic.ts';
import { CONNECTIONS } from './slack-stage.ts';

const PEOPLE = 1000;
const WARM_SECONDS = 5;
const WATCHED_SECONDS = 10;
const FLOOR_SECONDS = 5;

type Say = (line: string) => void;
type Figures = Readonly<Record<string, number>>;

/**
 * The same message path through services of their own on real engines: everything on this machine, beside what the engines alone do. Whose
 * code the time is spent in is told by a second house, for being watched costs time.
 */
export async function distributedPath(seconds: number, say: Say): Promise<Figures> {
  return withEngines(say, async (engines) => {
    const { figures, us } = await withDistributedStage({ engines, people: PEOPLE }, say, (stage) =>
      measure(stage, seconds, say),
    );
    say('whose time it is …');
    const shares = await watched(engines, say);
    say('floors …');
    return {
      ...figures,
      ...Object.fromEntries(Object.entries(us).map(([name, one]) => [`${name}Us`, one])),
      ...shares,
      kafkaFloorPerSecond: await kafkaFloor(engines.addresses.kafka, FLOOR_SECONDS),
      mongodbFloorPerSecond: await mongoFloor(engines.addresses.mongodb, FLOOR_SECONDS),
    };
  });
}

/** Each process writes its CPU profile when it stops. */
async function watched(engines: BenchEngines, say: Say): Promise<Figures> {
  const profiles = join(engines.folder, 'profiles');
  const house = { nodeArguments: ['--cpu-prof', `--cpu-prof-dir=${profiles}`] };
  const stretch = await withDistributedStage({ engines, people: PEOPLE, house }, say, async (stage) => {
    await greet(stage, say);
    const from = monotonicMs();
    await distributedPhase(stage, { seconds: WATCHED_SECONDS, lines: CONNECTIONS }, say);
    return { from, to: monotonicMs() };
  });
  return sharesOf(profiles, stretch);
}

async function measure(stage: DistributedStage, seconds: number, say: Say): Promise<DistributedPhase> {
  await greet(stage, say);
  return distributedPhase(stage, { seconds, lines: CONNECTIONS }, say);
}

async function greet(stage: DistributedStage, say: Say): Promise<void> {
  say(`${PEOPLE} people say hello …`);
  await distributedPhase(stage, { seconds: 120, lines: CONNECTIONS, atMost: PEOPLE }, say);
  await distributedPhase(stage, { seconds: WARM_SECONDS, lines: CONNECTIONS }, say);
}
