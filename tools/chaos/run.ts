import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@parley/testing';
import { Latencies } from '../bench/latencies.ts';
import { Conversations } from './conversations.ts';
import { alive, busy, House, LIFE_MS, LONGEST_WAIT_MS } from './house.ts';
import type { Verdict } from './judge.ts';
import { environmentOf, type Kill } from './kill-plan.ts';
import { misbehave } from './slack-person.ts';
import { amidst, arrangeSurroundings, type Surroundings } from './surroundings.ts';

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

/** Kills and restarts an all-in-one under many conversations, then compares what the clients know with what was recorded. */
export async function runChaos(
  kills: readonly Kill[],
  failpointsTotal: number,
  keep: boolean,
  say: (line: string) => void,
): Promise<ChaosVerdict> {
  const surroundings = await arrangeSurroundings();
  const { folder, bankSettings, slackSettings } = surroundings;
  const house = new House(join(folder, 'data'), await freePort(), { ...bankSettings, ...slackSettings });
  const run = (): Promise<ChaosVerdict> => underFire({ kills, failpointsTotal, house, surroundings, say });
  return amidst(surroundings, house, run, () => {
    if (keep) say(`kept: ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  });
}

interface Run {
  readonly kills: readonly Kill[];
  readonly failpointsTotal: number;
  readonly house: House;
  readonly surroundings: Surroundings;
  readonly say: (line: string) => void;
}

async function underFire({ kills, failpointsTotal, house, surroundings, say }: Run): Promise<ChaosVerdict> {
  await house.start({});
  const conversations = await Conversations.begin(house, surroundings, CONVERSATIONS);
  const { tally } = conversations;
  const recovery = new Latencies();
  let least = Number.POSITIVE_INFINITY;
  let hit = 0;
  for (const [index, kill] of kills.entries()) {
    misbehave(surroundings.slack, index);
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
  const { gaveUp: _gaveUp, ...judged } = await conversations.conclude(say);
  return {
    kills: kills.length,
    ...judged,
    failpointsHit: hit,
    failpointsTotal,
    inFlightAtKill: kills.length === 0 ? 0 : least,
    recoveryMsP99: recovery.percentile(0.99),
  };
}
