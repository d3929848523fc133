import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  freePort,
  HttpClient,
  ParleyProcess,
  scratchFolder,
  type VisitorMessage,
  type VisitorPage,
} from '@parley/testing';
import { databasePid } from '../bench/server-under-load.ts';
import { Latencies } from '../bench/latencies.ts';
import { Tally, type Story, type World } from './actor.ts';
import { BankProcess } from './bank-process.ts';
import { judge, type Evidence, type Verdict } from './judge.ts';
import { environmentOf, type Kill } from './kill-plan.ts';
import { makeWorlds, Population } from './population.ts';

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
const IN_FLIGHT = 50;
/** Slow, and every ninth answer is lost. */
const BANK = { delayMs: 2000, loseEvery: 9 };
const LONGEST_WAIT_MS = 30_000;
/** A platform that is killed as soon as it answers gets nowhere: between two deaths it lives so long, ms. */
const LIFE_MS = 1500;

/** Kills and restarts an all-in-one under many conversations, then compares what the clients know with what was recorded. */
export async function runChaos(
  kills: readonly Kill[],
  failpointsTotal: number,
  keep: boolean,
  say: (line: string) => void,
): Promise<ChaosVerdict> {
  const folder = scratchFolder('chaos');
  const bank = await BankProcess.start(join(folder, 'ledger.jsonl'), BANK);
  const house = new House(join(folder, 'data'), await freePort(), bank.url);
  await house.start({});
  // Each conversation holds a long poll open, and up to three sends.
  const http = new HttpClient(house.origin, 4 * CONVERSATIONS);
  const tally = new Tally();
  const worlds = await makeWorlds(http, house.platformKey(), tally);
  const population = new Population(worlds, CONVERSATIONS);
  const recovery = new Latencies();
  let least = Number.POSITIVE_INFINITY;
  let hit = 0;
  for (const [index, kill] of kills.entries()) {
    if (kill.kind === 'failpoint') {
      await pause(LIFE_MS);
      await busy(tally);
      await house.restart(environmentOf(kill.name), false);
    }
    const inFlight = await house.fall(kill, tally);
    least = Math.min(least, inFlight);
    if (kill.kind === 'failpoint' && house.fellByItself) hit += 1;
    const readyAt = await house.start({});
    await Promise.race([tally.nextReply(), pause(LONGEST_WAIT_MS)]);
    recovery.add(performance.now() - readyAt);
    say(
      `${index + 1}/${kills.length}  ${kill.kind === 'failpoint' ? kill.name : kill.kind}: in flight ${inFlight}, ${house.fellByItself || kill.kind !== 'failpoint' ? '' : 'NOT HIT, '}first reply ${Math.round(performance.now() - readyAt)} ms after ready`,
    );
  }
  say('letting every conversation end …');
  const stories = await population.finish();
  const evidence = await gather(stories, worlds);
  const verdict = judge(evidence, bank.ledger(), say);
  const replayMismatches = await house.verify();
  await http.close();
  await house.stop();
  bank.stop();
  if (keep) say(`kept: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
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

/** The all-in-one through its deaths. */
class House {
  fellByItself = false;
  private running: ParleyProcess | null = null;

  constructor(
    private readonly dataFolder: string,
    private readonly port: number,
    private readonly bankUrl: string,
  ) {}

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  platformKey(): string {
    return this.process().platformKey();
  }

  /** Answers when it was ready, on performance.now's clock. With `wait` false a start that dies at its failpoint is no fault. */
  async start(env: Readonly<Record<string, string>>, wait = true): Promise<number> {
    this.running = ParleyProcess.launch({
      dataFolder: this.dataFolder,
      port: this.port,
      env: { DEMO_BANK_URL: this.bankUrl, ...env },
    });
    const { running } = this;
    void running.gone().then(() => appendFileSync(join(this.dataFolder, '..', 'parley.log'), running.output));
    await this.running.ready().catch((fault: unknown) => {
      if (wait) throw fault;
    });
    return performance.now();
  }

  async restart(env: Readonly<Record<string, string>>, wait: boolean): Promise<void> {
    await this.process().kill();
    await this.start(env, wait);
  }

  /** Dies as planned; answers how many messages were in flight then. */
  async fall(kill: Kill, tally: Tally): Promise<number> {
    const running = this.process();
    const deadline = performance.now() + LONGEST_WAIT_MS;
    let inFlight = tally.inFlight;
    if (kill.kind === 'failpoint') {
      while (!running.exited && performance.now() < deadline) {
        inFlight = tally.inFlight;
        await pause(2);
      }
      this.fellByItself = running.exited;
    } else {
      await pause(Math.random() * LIFE_MS);
      await busy(tally);
      inFlight = tally.inFlight;
      if (kill.kind === 'database') process.kill(databasePid(this.dataFolder), 'SIGKILL');
    }
    if (kill.kind === 'database') await Promise.race([running.gone(), pause(5000)]);
    if (!running.exited) await running.kill();
    return inFlight;
  }

  /** Entries that replay otherwise than they are recorded, chains that are broken. */
  async verify(): Promise<number> {
    await this.process().stop();
    const run = await ParleyProcess.verify(this.dataFolder);
    await this.start({});
    return run.faults;
  }

  async stop(): Promise<void> {
    await this.process().stop();
  }

  private process(): ParleyProcess {
    if (this.running === null) throw new Error('not started');
    return this.running;
  }
}

/** Waits until enough messages are acknowledged and unfinished. */
async function busy(tally: Tally): Promise<void> {
  const deadline = performance.now() + LONGEST_WAIT_MS;
  while (tally.inFlight < IN_FLIGHT && performance.now() < deadline) await pause(1);
}

async function gather(stories: readonly Story[], worlds: readonly World[]): Promise<Evidence[]> {
  const evidence: Evidence[] = [];
  for (const story of stories) {
    const world = worlds.find((one) => one.tenant === story.tenant);
    if (world === undefined || story.conversation === '' || story.erased)
      evidence.push({ story, journal: [], messages: [] });
    else
      evidence.push({
        story,
        journal: await wholeJournal(world, story.conversation),
        messages: await wholeTalk(world, story.conversation),
      });
  }
  return evidence;
}

async function wholeJournal(world: World, conversation: string): Promise<Evidence['journal']> {
  const rows: Evidence['journal'][number][] = [];
  for (;;) {
    const page = await world.api.journal(conversation, rows.at(-1)?.seq ?? 0);
    if (page.length === 0) return rows;
    rows.push(...page);
  }
}

async function wholeTalk(world: World, conversation: string): Promise<readonly VisitorMessage[]> {
  const messages: VisitorMessage[] = [];
  for (;;) {
    const answer = await world.api.call(
      'GET',
      `/v1/conversations/${conversation}/messages?after=${messages.at(-1)?.number ?? 0}`,
    );
    const page = answer.content as VisitorPage;
    if (page.messages.length === 0) return messages;
    messages.push(...page.messages);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
