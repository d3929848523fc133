import { median } from './backlog-watch.ts';
import { machineMs } from './cpu-time.ts';
import type { Faults } from './closing-poll.ts';
import type { DatabaseUnderLoad } from './database-under-load.ts';
import type { FarSlack } from './far-slack.ts';
import type { Latencies } from './latencies.ts';
import { monotonicMs } from './monotonic.ts';
import type { ServerUnderLoad } from './server-under-load.ts';
import { checkReplies } from './slack-check.ts';
import type { SlackCrowd } from './slack-crowd.ts';
import { MOST_OWED, SlackLoad } from './slack-load.ts';

const LONGEST_DRAIN_MS = 60_000;
const WATCH_EVERY_MS = 100;
/** Requests made ahead for each conversation; what a run needs beyond is made while it goes on. */
const MOST_AHEAD = 40;
const FASTEST = 6000;
/** Slack's signatures count for five minutes. */
const OLDEST_S = 200;
/** What was on its way when the generator fell silent is owed too. */
const UNDER_WAY = 1.25;

/** Everybody who takes part. */
export interface SlackStage {
  readonly server: ServerUnderLoad;
  readonly database: DatabaseUnderLoad;
  readonly far: FarSlack;
  readonly crowd: SlackCrowd;
  readonly port: number;
}

export interface PhaseOptions {
  readonly seconds: number;
  readonly lines: number;
  /** Absent = as many as are answered. */
  readonly perSecond?: number;
  readonly atMost?: number;
  /** What is owed must not grow: else this rate is not sustained. */
  readonly isSteady?: boolean;
}

export interface PhaseFigures {
  readonly perSecond: number;
  readonly ack: Latencies;
  readonly delivered: Latencies;
  /** CPU µs a message. */
  readonly us: Readonly<Record<'server' | 'database' | 'generator' | 'slack', number>>;
  /** Of the machine's time, what its host gave to others, %: while it does, everybody here waits. */
  readonly stolen: number;
  readonly faults: Faults;
}

/**
 * Says something for a while; ends when every reply is received and recorded, and that is the time that counts.
 * @throws when replies that are owed keep growing, or are not all recorded in the end
 */
export async function runPhase(stage: SlackStage, options: PhaseOptions, say: (line: string) => void) {
  const { database, far, crowd } = stage;
  const load = readyLoad(stage, options);
  const recordedBefore = await database.sentReplies();
  const owed: number[] = [];
  const watching = setInterval(() => owed.push(load.owed), WATCH_EVERY_MS);
  const before = usage(stage);
  const began = monotonicMs();
  await load.run();
  clearInterval(watching);
  await until(() => load.owed <= 0);
  await until(async () => (await database.owedReplies()) === 0);
  const elapsed = (monotonicMs() - began) / 1000;
  const after = usage(stage);
  const rate = load.acknowledged / elapsed;
  assertSteady(owed, options.isSteady === true ? load.owedInAll / elapsed : Infinity);

  const { faults, delivered } = checkReplies(crowd, await far.tell());
  const recorded = (await database.sentReplies()) - recordedBefore;
  if (recorded !== load.owedInAll) throw new Error(`${load.owedInAll} replies were sent, ${recorded} are recorded so.`);
  const perMessage = (key: keyof typeof before): number =>
    Math.round(((after[key] - before[key]) * 1000) / load.acknowledged);
  const us = {
    ...{ server: perMessage('server'), database: perMessage('database') },
    ...{ generator: perMessage('generator'), slack: perMessage('slack') },
  };
  const stolen = Math.round((1000 * (after.stolen - before.stolen)) / (after.all - before.all)) / 10;
  say(
    `${load.acknowledged} said, ${load.refused} refused, ${Math.round(rate)}/s, ${stolen} % of the machine stolen; µs: server ${us.server}, database ${us.database}, generator ${us.generator}, Slack ${us.slack}; ` +
      `p50/p99 ms: acknowledged ${load.ack.percentile(0.5)}/${load.ack.percentile(0.99)}, delivered ${delivered.percentile(0.5)}/${delivered.percentile(0.99)}; ` +
      `lost ${faults.lost}, doubled ${faults.doubled}, reordered ${faults.reordered}`,
  );
  const figures: PhaseFigures = { perSecond: rate, ack: load.ack, delivered, us, stolen, faults };
  return figures;
}

/** What is said in a phase, made ahead as far as it goes. */
export function readyLoad(stage: Pick<SlackStage, 'crowd' | 'far' | 'port'>, options: PhaseOptions): SlackLoad {
  const { crowd, far, port } = stage;
  const { seconds, perSecond, atMost, lines } = options;
  const most = Math.min(atMost ?? Infinity, (perSecond ?? FASTEST) * Math.min(seconds, OLDEST_S));
  crowd.beginPhase(Math.min(MOST_AHEAD, Math.ceil(most / crowd.talks.length)));
  return new SlackLoad(crowd, far, port, {
    ...{ forMs: seconds * 1000, lines },
    ...(perSecond !== undefined && { perSecond }),
    ...(atMost !== undefined && { atMost }),
  });
}

/** CPU so far, ms. */
function usage({ server, far }: SlackStage) {
  const { user, system } = process.cpuUsage();
  return { ...server.cpu(), ...machineMs(), generator: (user + system) / 1000, slack: far.cpu() };
}

/** Rejects when it takes longer than anything here may. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = monotonicMs() + LONGEST_DRAIN_MS;
  while (!(await isSo())) {
    if (monotonicMs() > deadline) throw new Error(`Not everything was delivered within ${LONGEST_DRAIN_MS} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** @throws when more replies are owed late than early, by half a second's worth, and more than the generator lets be owed */
function assertSteady(owed: readonly number[], repliesPerSecond: number): void {
  const quarter = Math.floor(owed.length / 4);
  const [early, late] = [median(owed.slice(quarter, 2 * quarter)), median(owed.slice(-quarter))];
  if (late > Math.max(MOST_OWED * UNDER_WAY, early + repliesPerSecond / 2))
    throw new Error(`What is owed grew from ${early} to ${late} replies: this rate is not sustained.`);
}
