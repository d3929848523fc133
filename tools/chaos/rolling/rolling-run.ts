import { setTimeout as pause } from 'node:timers/promises';
import type { Latencies } from '../../bench/latencies.ts';
import { GREETING } from '../scripts.ts';
import { verifyAll } from '../verify-all.ts';
import { Crowd } from './crowd.ts';
import { judgeTalk, nothingSaid, type Talk, type TalkVerdict } from './judge-talk.ts';
import { LineLog } from './line-log.ts';
import { restartAll, type Restart } from './restart-all.ts';
import { RollingStage } from './rolling-stage.ts';

export interface RollingOptions {
  readonly sockets: number;
  /** Over all people. */
  readonly messagesPerSecond: number;
  /** Of each service so many are restarted. */
  readonly instances: number;
  /** Who speaks when, and what: the same seed chooses the same. */
  readonly seed: number;
  /** Those that `npm run engines -- up` started, in place of some of its own. */
  readonly areEnginesUp: boolean;
  readonly keep: boolean;
  readonly say: (line: string) => void;
}

interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface RollingVerdict extends TalkVerdict {
  readonly sockets: number;
  readonly messagesPerSecond: number;
  readonly seed: number;
  readonly seconds: number;
  readonly socketsOpened: number;
  readonly socketsDropped: number;
  readonly socketsResumed: number;
  /** Long polls in place of a socket that did not open. */
  readonly polled: number;
  /** Without one in the end. */
  readonly socketsMissing: number;
  /** Messages that came down a socket again, or before one that stands before them. */
  readonly outOfTurn: number;
  /** Faults of the line after which the widget tried again, by what they were. */
  readonly triedAgain: Readonly<Record<string, number>>;
  /** Faults that its rules do not cover. */
  readonly errors: number;
  readonly transfers: number;
  /** Transfers that the bank did not carry out, or twice. */
  readonly transfersAmiss: number;
  readonly replayMismatches: number;
  /** Instances that did not end with 0. */
  readonly endedBadly: number;
  /** How long somebody had neither socket nor poll, ms. */
  readonly awayMs: Spread;
  readonly acknowledgedMs: Spread;
  /** From saying to the last of its replies, ms. */
  readonly answeredMs: Spread;
  readonly restarts: readonly Restart[];
}

const ENTER_WITHIN_MS = 600_000;
const CALM_WITHIN_MS = 300_000;
/** People talk so long before the first restart, and after the last. */
const AROUND_MS = 5_000;
const BETWEEN_MS = 3_000;

/** Restarts every instance of every service under people who have a web chat open, and judges what they saw of it. */
export async function runRolling(options: RollingOptions): Promise<RollingVerdict> {
  const { keep, say } = options;
  const stage = await RollingStage.build(options);
  let keepsLogs = true;
  const leave = async (): Promise<void> => {
    await stage.end(keepsLogs);
    if (keepsLogs) say(`kept: ${stage.folder}`);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void leave().finally(() => process.exit(130)));
  try {
    const verdict = await roll(options, stage);
    keepsLogs = keep || !isSound(verdict);
    return verdict;
  } finally {
    await leave();
  }
}

/** Whether nobody noticed more than that the line was gone for a while. */
export function isSound(verdict: RollingVerdict): boolean {
  const { unacknowledged, lost, unanswered, repeated, reordered, refused } = verdict;
  const { socketsMissing, outOfTurn, errors, transfersAmiss, replayMismatches, endedBadly } = verdict;
  const faults = [unacknowledged, lost, unanswered, repeated, reordered, refused];
  faults.push(socketsMissing, outOfTurn, errors, transfersAmiss, replayMismatches, endedBadly);
  const { acknowledged, socketsDropped, socketsResumed } = verdict;
  return acknowledged > 0 && socketsDropped === socketsResumed && faults.every((count) => count === 0);
}

async function roll(options: RollingOptions, stage: RollingStage): Promise<RollingVerdict> {
  const { sockets, messagesPerSecond, instances, seed, say } = options;
  const { house, bank } = stage;
  const connection = await stage.open();
  const log = new LineLog();
  const crowd = new Crowd(house.origin, connection, log, seed);
  say(`${house.services.length} instances are ready; ${sockets} people come in …`);
  await crowd.enter(sockets, ENTER_WITHIN_MS);
  say(`${crowd.withSocket} sockets are open; ${messagesPerSecond} messages a second …`);
  const began = performance.now();
  crowd.speak(messagesPerSecond);
  await pause(AROUND_MS);
  const restarts: Restart[] = [];
  for await (const one of restartAll(house, instances, BETWEEN_MS)) {
    restarts.push(one);
    say(
      `${one.name}: ended with ${one.code} after ${one.drainMs} ms, ready after ${one.readyMs} ms; ${crowd.withSocket} sockets, ${log.dropped} lost so far, ${crowd.waiting} people wait for a reply`,
    );
  }
  await pause(AROUND_MS);
  await crowd.hush();
  const seconds = Math.round((performance.now() - began) / 1000);
  say('quiet …');
  await crowd.calm(CALM_WITHIN_MS);
  const socketsMissing = crowd.size - crowd.withSocket;
  crowd.leave();
  const replayMismatches = await verifyAll(house.databaseUrl, house.targets['state-engine'], say);
  const endedInTheEnd = await house.stop();
  for (const what of new Set(log.uncovered)) say(`not covered: ${what}`);
  const paid = bank.ledger().length;
  return {
    ...{ sockets, messagesPerSecond, seed, seconds, ...judgeAll(crowd.talks(), say) },
    ...{ socketsOpened: log.opened, socketsDropped: log.dropped, socketsResumed: log.resumed },
    ...{ polled: log.polled, socketsMissing },
    ...{ outOfTurn: log.outOfTurn, triedAgain: log.covered, errors: log.uncovered.length },
    ...{ transfers: crowd.transfers, transfersAmiss: Math.abs(crowd.transfers - paid), replayMismatches },
    endedBadly: restarts.filter(({ code }) => code !== 0).length + endedInTheEnd.length,
    ...{ awayMs: spreadOf(log.away), acknowledgedMs: spreadOf(log.acknowledgement), answeredMs: spreadOf(log.reply) },
    restarts,
  };
}

function judgeAll(talks: readonly Talk[], say: (line: string) => void): TalkVerdict {
  const verdict = { ...nothingSaid };
  for (const talk of talks) {
    const one = judgeTalk(talk, GREETING, say);
    for (const count of Object.keys(verdict) as (keyof TalkVerdict)[]) verdict[count] += one[count];
  }
  return verdict;
}

/** Whole ms. */
function spreadOf(times: Latencies): Spread {
  const at = (share: number): number => Math.round(times.percentile(share) || 0);
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}
