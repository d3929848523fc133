import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Latencies } from '../bench/latencies.ts';
import { Conversations, type Judged } from './conversations.ts';
import { DistributedHouseUnderFire, INSTANCES } from './distributed-house-under-fire.ts';
import { describeFault, nameOf, planFaults, type Fault } from './fault-plan.ts';
import { alive, busy, LONGEST_WAIT_MS } from './house.ts';
import { misbehave } from './slack-person.ts';
import { amidst, arrangeSurroundings, type Surroundings } from './surroundings.ts';

export interface DistributedVerdict extends Judged {
  readonly minutes: number;
  readonly seed: number;
  /** How often each kind was tried. */
  readonly faults: Readonly<Record<string, number>>;
  /** Records of the log that came a second time, the keys in another order: above 0 once that fault was reached. */
  readonly redelivered: number;
  /** Services that ended though nobody had killed them. */
  readonly fellByThemselves: number;
  /** From the moment that everything works again to the next reply, ms. */
  readonly recoveryMsP99: number;
}

export interface DistributedOptions {
  readonly minutes: number;
  /** The same seed plans the same faults. */
  readonly seed: number;
  readonly keep: boolean;
  readonly say: (line: string) => void;
}

/** The document store of the run is a small one: more only wait longer for it. */
const CONVERSATIONS = 24;
/** Acknowledged and unanswered, at least, when something goes wrong. */
const IN_FLIGHT = 8;
/** Between two faults so many steps come to their end. */
const STEPS_BETWEEN = 12;
/** Of two faults the second begins at most so much later. */
const APART_MS = 2000;

/** Hurts the separate services and their engines under many conversations, then compares what the clients know with what was recorded. */
export async function runDistributedChaos(options: DistributedOptions): Promise<DistributedVerdict> {
  const { keep, say } = options;
  const surroundings = await arrangeSurroundings();
  const { folder } = surroundings;
  const house = await DistributedHouseUnderFire.build(surroundings, say);
  return amidst(
    surroundings,
    house,
    () => underFire(options, house, surroundings),
    (verdict) => {
      if (keep) return say(`kept: ${folder}`);
      if (verdict !== null && isClean(verdict)) return rmSync(folder, { recursive: true, force: true });
      for (const name of readdirSync(folder))
        if (name !== 'logs') rmSync(join(folder, name), { recursive: true, force: true });
      say(`logs kept: ${join(folder, 'logs')}`);
    },
  );
}

/** Whether every promise was kept. */
export function isClean(verdict: DistributedVerdict): boolean {
  const { minutes: _minutes, seed: _seed, faults: _faults, fellByThemselves: _fell, ...rest } = verdict;
  const { acknowledged, redelivered: _redelivered, recoveryMsP99: _recovery, ...broken } = rest;
  return acknowledged > 0 && Object.values(broken).every((count) => count === 0);
}

async function underFire(
  { minutes, seed, say }: DistributedOptions,
  house: DistributedHouseUnderFire,
  surroundings: Surroundings,
): Promise<DistributedVerdict> {
  await house.start();
  const conversations = await Conversations.begin(house, surroundings, CONVERSATIONS);
  const { tally } = conversations;
  const recovery = new Latencies();
  const faults: Record<string, number> = {};
  const plan = planFaults(seed, INSTANCES);
  const until = performance.now() + minutes * 60_000;
  for (let turn = 0; performance.now() < until; turn += 1) {
    const round = plan.next().value;
    misbehave(surroundings.slack, turn);
    await busy(tally, IN_FLIGHT);
    const inFlight = tally.inFlight;
    await sufferAtOnce(round, house);
    const endedAt = performance.now();
    const last = await house.whole();
    const wholeAt = performance.now();
    const before = tally.done;
    await Promise.race([tally.nextReply(), pause(LONGEST_WAIT_MS)]);
    const recoveredMs = performance.now() - wholeAt;
    recovery.add(recoveredMs);
    for (const fault of round) faults[nameOf(fault)] = (faults[nameOf(fault)] ?? 0) + 1;
    say(
      `${turn + 1}  ${round.map(describeFault).join(' + ')}: in flight ${inFlight}, whole after ${Math.round(wholeAt - endedAt)} ms${last.length > 0 ? ` (last ${last.join(', ')})` : ''}, next reply ${Math.round(recoveredMs)} ms later`,
    );
    await alive(tally, before, STEPS_BETWEEN);
  }
  const judged = await conversations.conclude(say);
  return {
    ...{ minutes, seed, faults, ...judged },
    ...{ redelivered: house.redelivered, fellByThemselves: house.fellByThemselves },
    ...{ recoveryMsP99: recovery.percentile(0.99) },
  };
}

async function sufferAtOnce(round: readonly Fault[], house: DistributedHouseUnderFire): Promise<void> {
  await Promise.all(
    round.map(async (fault, index) => {
      await pause((index * APART_MS) / round.length);
      await house.suffer(fault);
    }),
  );
}
