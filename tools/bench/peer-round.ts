import type { Faults } from './closing-poll.ts';
import type { FarSlack } from './far-slack.ts';
import { monotonicMs } from './monotonic.ts';
import { checkReplies } from './slack-check.ts';
import type { SlackCrowd } from './slack-crowd.ts';
import type { SlackLoad } from './slack-load.ts';
import { readyLoad, type PhaseOptions } from './slack-phase.ts';

/** Everything is there, and for so long nothing came that is too much, ms. */
const QUIET_MS = 500;
/** Something is owed, and for so long nothing came: it is lost, ms. */
const GIVEN_UP_MS = 15_000;

export type Usage = Readonly<Record<string, number>>;

/** One of those compared, with its own people. */
export interface Peer {
  readonly name: string;
  readonly crowd: SlackCrowd;
  readonly port: number;
  /** CPU so far of each of its processes, ms. */
  cpu(): Usage;
  /** Resolves when nothing that it took in is under way any more. */
  rest(): Promise<void>;
}

export interface Round {
  /** Messages of which every reply was received. */
  readonly answered: number;
  /** From the first message to the last reply. */
  readonly seconds: number;
  /** CPU of each of its processes, ms. */
  readonly cpuMs: Usage;
  readonly faults: Faults;
}

/** The people of one peer speak for a while; ends when what they are owed is received, or nothing comes any more. */
export async function playRound(
  { name, crowd, port, cpu, rest }: Peer,
  far: FarSlack,
  options: PhaseOptions,
  say: (line: string) => void,
): Promise<Round> {
  const load = readyLoad({ crowd, far, port }, options);
  const [before, began] = [cpu(), monotonicMs()];
  await load.run();
  await untilReceived(load);
  await rest();
  const cpuMs = Object.fromEntries(Object.entries(cpu()).map(([part, ms]) => [part, ms - (before[part] ?? 0)]));
  const told = await far.tell();
  const { faults, delivered } = checkReplies(crowd, told);
  const seconds = ((told.at.at(-1) ?? monotonicMs()) - began) / 1000;
  const round: Round = { answered: delivered.count, seconds, cpuMs, faults };
  const us = Object.entries(cpuMs).map(([part, ms]) => `${part} ${Math.round((ms * 1000) / round.answered)}`);
  say(
    `${name}: ${load.acknowledged} said, ${load.refused} refused, ${Math.round(round.answered / seconds)}/s; µs: ${us.join(', ')}; ` +
      `p50/p99 ms: acknowledged ${load.ack.percentile(0.5)}/${load.ack.percentile(0.99)}, delivered ${delivered.percentile(0.5)}/${delivered.percentile(0.99)}; ` +
      `lost ${faults.lost}, doubled ${faults.doubled}, reordered ${faults.reordered}`,
  );
  return round;
}

async function untilReceived(load: SlackLoad): Promise<void> {
  let owed = load.owed;
  let since = monotonicMs();
  while (monotonicMs() - since < (owed <= 0 ? QUIET_MS : GIVEN_UP_MS)) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    if (load.owed === owed) continue;
    owed = load.owed;
    since = monotonicMs();
  }
}
