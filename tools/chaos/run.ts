import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FakeSlack } from '@parley/channel-simulator';
import { freePort, HttpClient, scratchFolder } from '@parley/testing';
import { BankProcess } from '@parley/testing/house';
import { Latencies } from '../bench/latencies.ts';
import { Tally } from './actor.ts';
import { judge, type Verdict } from './judge.ts';
import { alive, busy, House, LIFE_MS, LONGEST_WAIT_MS } from './house.ts';
import { environmentOf, type Kill } from './kill-plan.ts';
import { gather } from './gather.ts';
import { connectSlack, makeWorlds, Population } from './population.ts';
import { misbehave } from './slack-person.ts';

export interface ChaosVerdict extends Verdict {
  readonly kills: number;
  readonly replayMismatches: number;
  readonly failpointsHit: number;
  readonly failpointsTotal: number;
  /** Acknowledged and not yet answered, as the clients know: the least over all kills. */
  readonly inFlightAtKill: number;
  /** From ready again to the first reply, ms. */
  readonly recoveryMsP99: number;
}

const CONVERSATIONS = 160;
/** Messages a second that one channel of the fake Slack takes; the real one takes 1. */
const SLACK_RATE = 50;
/** Slow, and every ninth answer is lost. */
const BANK = { delayMs: 2000, loseEvery: 9 };

/** Kills and restarts an all-in-one under many conversations, then compares what the clients know with what was recorded. */
export async function runChaos(
  kills: readonly Kill[],
  failpointsTotal: number,
  keep: boolean,
  say: (line: string) => void,
): Promise<ChaosVerdict> {
  const folder = scratchFolder('chaos');
  const bank = await BankProcess.start(join(folder, 'ledger.jsonl'), BANK);
  const slack = await FakeSlack.start({ perSecond: SLACK_RATE, burst: SLACK_RATE });
  const surroundings = {
    DEMO_BANK_URL: bank.url,
    SLACK_API_URL: slack.apiUrl,
    SLACK_CHANNEL_RATE: String(SLACK_RATE),
  };
  const house = new House(join(folder, 'data'), await freePort(), surroundings);
  const tidyUp = async (): Promise<void> => {
    await house.end();
    bank.stop();
    await slack.stop();
    if (keep) say(`kept: ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void tidyUp().finally(() => process.exit(130)));
  try {
    return await underFire({ kills, failpointsTotal, house, bank, slack, say });
  } finally {
    await tidyUp();
  }
}

interface Run {
  readonly kills: readonly Kill[];
  readonly failpointsTotal: number;
  readonly house: House;
  readonly bank: BankProcess;
  readonly slack: FakeSlack;
  readonly say: (line: string) => void;
}

async function underFire({ kills, failpointsTotal, house, bank, slack, say }: Run): Promise<ChaosVerdict> {
  await house.start({});
  // Each conversation holds a long poll open, and up to three sends.
  const http = new HttpClient(house.origin, 4 * CONVERSATIONS);
  const tally = new Tally();
  const worlds = await makeWorlds(http, house.platformKey(), tally);
  const [inSlack] = worlds;
  if (inSlack !== undefined) await connectSlack(inSlack, slack, house.origin);
  const population = new Population(worlds, slack, CONVERSATIONS);
  const recovery = new Latencies();
  let least = Number.POSITIVE_INFINITY;
  let hit = 0;
  for (const [index, kill] of kills.entries()) {
    misbehave(slack, index);
    if (kill.kind === 'failpoint') {
      await pause(LIFE_MS);
      await busy(tally);
      await house.restart(environmentOf(kill.name), false);
    }
    const inFlight = await house.fall(kill, tally);
    least = Math.min(least, inFlight);
    if (kill.kind === 'failpoint' && house.fellByItself) hit += 1;
    const readyAt = await house.start({});
    const before = tally.done;
    await Promise.race([tally.nextReply(), pause(LONGEST_WAIT_MS)]);
    recovery.add(performance.now() - readyAt);
    say(
      `${index + 1}/${kills.length}  ${kill.kind === 'failpoint' ? kill.name : kill.kind}: in flight ${inFlight}, ${house.fellByItself || kill.kind !== 'failpoint' ? '' : 'NOT HIT, '}first reply ${Math.round(performance.now() - readyAt)} ms after ready`,
    );
    await alive(tally, before);
  }
  say('letting every conversation end …');
  const stories = await population.finish();
  const evidence = await gather(stories, worlds);
  const verdict = judge(evidence, bank.ledger(), say);
  const replayMismatches = await house.verify();
  await http.close();
  return {
    kills: kills.length,
    ...verdict,
    replayMismatches,
    failpointsHit: hit,
    failpointsTotal,
    inFlightAtKill: kills.length === 0 ? 0 : least,
    recoveryMsP99: recovery.percentile(0.99),
  };
}
