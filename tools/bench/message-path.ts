import { ParleyProcess } from '@parley/testing';
import { median, untilHandled } from './backlog-watch.ts';
import { REFUSED, tellingTexts } from './bank-dialogue.ts';
import { addFaults, type Faults } from './closing-poll.ts';
import { rssMb } from './cpu-time.ts';
import { RouteUnderLoad } from './floors.ts';
import { runPhase, type PhaseFigures, type SlackStage } from './slack-phase.ts';
import { CONNECTIONS, withSlackStage } from './slack-stage.ts';
import { slowDisk } from './slow-disk.ts';

const CONVERSATIONS = 5000;
const REPETITIONS = 3;
const FLOOR_SECONDS = 4;
const WARM_SECONDS = 5;
/** Of the sustained rate: where times are those of the path and not of a queue. */
const OPEN_SHARE = 0.6;
const SLOW_FSYNC_MS = 1;
const FILLED = ['event_log', 'journal', 'snapshots'];

export interface Measuring {
  readonly seconds: number;
  /** 0 = none. */
  readonly soak: number;
}

type Say = (line: string) => void;
type Figures = Readonly<Record<string, number>>;

/** From a Slack webhook to its replies at Slack, recorded: fsync on; generator, Slack, server and database on this machine. */
export async function messagePath(measuring: Measuring, say: Say): Promise<Figures> {
  const figures = await withServer({}, say, async (stage) => sustained(stage, measuring, say));
  const slow = slowDisk(SLOW_FSYNC_MS);
  if (slow === null) {
    say('slower fsync: skipped, there is no C compiler for the shim that would delay it');
    return figures;
  }
  say(`with ${SLOW_FSYNC_MS} ms added to every fsync …`);
  const seconds = Math.min(15, measuring.seconds);
  const { perSecond, faults } = await withServer(slow, say, (stage) =>
    runPhase(stage, { seconds, lines: CONNECTIONS }, say),
  );
  return {
    ...figures,
    ...addFaults([figures as unknown as Faults, faults]),
    slowFsyncPerSecond: Math.round(perSecond),
  };
}

/** A server that everybody has warmed; what it did is verified in the end. */
async function withServer<T>(
  env: Readonly<Record<string, string>>,
  say: Say,
  work: (stage: SlackStage) => Promise<T>,
): Promise<T> {
  return withSlackStage({ env, people: CONVERSATIONS }, say, async (stage) => {
    const { server, database } = stage;
    await runPhase(stage, { seconds: WARM_SECONDS, lines: CONNECTIONS }, say);
    const answer = await work(stage);
    say(`sealed, as the rows themselves show: ${await database.assertSealed(tellingTexts(REFUSED), FILLED)}`);
    await untilHandled(database, 60_000);
    await database.close();
    await server.stop();
    say('verifying every chain and replaying every conversation …');
    const { faults, output } = await ParleyProcess.verify(server.dataFolder);
    if (faults > 0) throw new Error(`The journal is not as it was recorded:\n${output}`);
    return answer;
  });
}

async function sustained(stage: SlackStage, { seconds, soak }: Measuring, say: Say): Promise<Figures> {
  // 1 Floor and path in turn: what else the machine does then meets both alike.
  const floor = await RouteUnderLoad.start();
  const floors: number[] = [];
  const phases: PhaseFigures[] = [];
  try {
    for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
      floors.push(await floor.perSecond(FLOOR_SECONDS, CONNECTIONS, stage.crowd.sample()));
      phases.push(await runPhase(stage, { seconds: seconds / REPETITIONS, lines: CONNECTIONS, isSteady: true }, say));
    }
  } finally {
    floor.stop();
  }
  const perSecond = medianOf(phases, (phase) => phase.perSecond) * OPEN_SHARE;

  // 2 At a rate that it can take.
  say(`open loop at ${Math.round(perSecond)} a second …`);
  const atRate = { lines: 2 * CONNECTIONS, perSecond };
  const open: PhaseFigures[] = [];
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    open.push(await runPhase(stage, { seconds: seconds / REPETITIONS, ...atRate }, say));
  }
  const rssBefore = rssMb(stage.server.pid);
  const soaked = soak === 0 ? null : await runPhase(stage, { seconds: soak, ...atRate }, say);
  const flatOut = (figure: (phase: PhaseFigures) => number): number => medianOf(phases, figure);
  const openLoop = (figure: (phase: PhaseFigures) => number): number => medianOf(open, figure);

  return {
    messagesPerSecond: Math.round(flatOut((phase) => phase.perSecond)),
    floorPerSecond: Math.round(median(floors)),
    floorRatio: Math.round(1000 * median(phases.map((phase, index) => phase.perSecond / (floors[index] ?? 1)))) / 1000,
    ackP50Ms: flatOut((phase) => phase.ack.percentile(0.5)),
    ackP99Ms: flatOut((phase) => phase.ack.percentile(0.99)),
    deliveredP50Ms: flatOut((phase) => phase.delivered.percentile(0.5)),
    deliveredP99Ms: flatOut((phase) => phase.delivered.percentile(0.99)),
    serverUs: flatOut((phase) => phase.us.server),
    databaseUs: flatOut((phase) => phase.us.database),
    generatorUs: flatOut((phase) => phase.us.generator),
    slackUs: flatOut((phase) => phase.us.slack),
    openLoopAckP50Ms: openLoop((phase) => phase.ack.percentile(0.5)),
    openLoopAckP99Ms: openLoop((phase) => phase.ack.percentile(0.99)),
    openLoopReplyP50Ms: openLoop((phase) => phase.delivered.percentile(0.5)),
    openLoopReplyP99Ms: openLoop((phase) => phase.delivered.percentile(0.99)),
    openLoopCpuUs: openLoop(({ us }) => us.server + us.database),
    openLoopStolenPercent: openLoop(({ stolen }) => stolen),
    ...(soaked && {
      soakPerSecond: Math.round(soaked.perSecond),
      soakReplyP50Ms: soaked.delivered.percentile(0.5),
      soakReplyP99Ms: soaked.delivered.percentile(0.99),
      soakStolenPercent: soaked.stolen,
      soakRssMb: Math.round(rssMb(stage.server.pid)),
      soakRssGrownMb: Math.round(rssMb(stage.server.pid) - rssBefore),
    }),
    ...addFaults([...phases, ...open, ...(soaked ? [soaked] : [])].map(({ faults }) => faults)),
  };
}

function medianOf(phases: readonly PhaseFigures[], figure: (phase: PhaseFigures) => number): number {
  return median(phases.map(figure));
}
