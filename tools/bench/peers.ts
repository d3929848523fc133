import { addFaults } from './closing-poll.ts';
import { FarSlack } from './far-slack.ts';
import { playRound, type Peer, type Round } from './peer-round.ts';
import { RestateUnderLoad } from './restate-under-load.ts';
import { SlackCrowd } from './slack-crowd.ts';
import { until, type SlackStage } from './slack-phase.ts';
import { BANK_DIALOGUE, CONNECTIONS, openSlackStage } from './slack-stage.ts';

const CONVERSATIONS = 2000;
const REPETITIONS = 2;
const WARM_SECONDS = 5;
const LONGEST_GREETING_SECONDS = 60;

type Say = (line: string) => void;
type Figures = Readonly<Record<string, number>>;

/** The path of `message-path` beside what somebody else would build it on: the same people, the same Slack, in turn. */
export async function peers(seconds: number, say: Say): Promise<Figures> {
  const far = await FarSlack.start();
  const restate = new RestateUnderLoad();
  let stage: SlackStage | null = null;
  const close = async (): Promise<void> => {
    far.stop();
    await restate.stop();
    await stage?.database.close();
    await stage?.server.stop();
    stage?.server.remove();
  };
  // Interrupted, it leaves no server and no quarter of a gigabyte behind either.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void close().then(() => process.exit(1)));
  try {
    await restate.open(far.open, say);
    stage = await openSlackStage(far, CONVERSATIONS);
    return await compare(far, [parleyOf(stage), restateOf(restate, far)], seconds, say);
  } finally {
    await close();
  }
}

async function compare(far: FarSlack, sides: readonly [Peer, Peer], seconds: number, say: Say): Promise<Figures> {
  // 1 Everybody greeted, both warm.
  const greeting = { seconds: LONGEST_GREETING_SECONDS, lines: CONNECTIONS, atMost: CONVERSATIONS };
  for (const side of sides) {
    await playRound(side, far, greeting, say);
    await playRound(side, far, { seconds: WARM_SECONDS, lines: CONNECTIONS }, say);
  }
  // 2 In turn: what else the machine does then meets both alike.
  const rounds: [Round[], Round[]] = [[], []];
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    for (const [index, side] of sides.entries()) {
      const options = { seconds: seconds / REPETITIONS, lines: CONNECTIONS };
      rounds[index]?.push(await playRound(side, far, options, say));
    }
  }
  return figuresOf(...rounds);
}

/** @throws when our own side lost, doubled or reordered anything: what it costs to keep a promise is not known then */
function figuresOf(parley: readonly Round[], restate: readonly Round[]): Figures {
  const own = addFaults(parley.map(({ faults }) => faults));
  if (own.lost + own.doubled + own.reordered > 0) throw new Error(`Parley failed: ${JSON.stringify(own)}`);
  const others = addFaults(restate.map(({ faults }) => faults));
  const [ours, theirs] = [ratesOf(parley), ratesOf(restate)];
  return {
    parleyPerSecond: Math.round(ours.perSecond),
    restatePerSecond: Math.round(theirs.perSecond),
    restateRatio: Math.round((100 * ours.perSecond) / theirs.perSecond) / 100,
    ...{ parleyCpuUs: ours.cpuUs, restateCpuUs: theirs.cpuUs },
    ...{ restateLost: others.lost, restateDoubled: others.doubled, restateReordered: others.reordered },
  };
}

/** Over all repetitions; CPU µs a message. */
function ratesOf(rounds: readonly Round[]): { readonly perSecond: number; readonly cpuUs: number } {
  const sum = (figure: (round: Round) => number): number => rounds.reduce((total, round) => total + figure(round), 0);
  const answered = sum((round) => round.answered);
  const cpuMs = sum((round) => Object.values(round.cpuMs).reduce((total, ms) => total + ms, 0));
  return {
    perSecond: answered / sum((round) => round.seconds),
    cpuUs: Math.round((cpuMs * 1000) / answered),
  };
}

function parleyOf({ server, database, crowd, port }: SlackStage): Peer {
  const rest = (): Promise<void> => until(async () => (await database.owedReplies()) === 0);
  return { name: 'Parley', crowd, port, cpu: () => server.cpu(), rest };
}

function restateOf(restate: RestateUnderLoad, far: FarSlack): Peer {
  const { port } = restate;
  const target = { port, path: '/slack', signingSecret: far.open.signingSecret };
  const crowd = new SlackCrowd(target, BANK_DIALOGUE, CONVERSATIONS);
  // What it records behind the last reply was waited for with the quiet that followed.
  return { name: 'Restate', crowd, port, cpu: () => restate.cpu(), rest: () => Promise.resolve() };
}
