import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '@parley/testing';
import { root } from '../fitness/sources.ts';
import { BacklogWatch, median, untilHandled } from './backlog-watch.ts';
import { openConversations, speak, type Load, type LoadedConversation, type Turn } from './conversation-load.ts';
import { DatabaseUnderLoad } from './database-under-load.ts';
import { Latencies, round } from './latencies.ts';
import { speakAtRate } from './paced-load.ts';
import { ReplyStreams } from './reply-streams.ts';
import { startServer } from './server-under-load.ts';

const CONVERSATIONS = 3000;
const SLOW_SHARE = 0.1;
/** Enough replies for a 99th percentile in a run of ten seconds. */
const STREAMS = 1000;
const RUNS = 5;
const THINKS_MS = 2000;
const CONNECTIONS = 128;
const LONGEST_DRAIN_MS = 30_000;
const CALIBRATION_SECONDS = 10;
/** What the others may lose beside slow neighbours, whichever is larger. */
const MOST = { share: 0.25, ms: 5 };

const ASK: Turn = { say: 'what are the fees?', replies: ['Transfers are free.', 'Anything else?'] };
const ASK_MODEL: Turn = { say: 'what does it cost?', replies: ['Transfers are free.'] };

/**
 * Replies to others while each message of one conversation in ten waits two seconds for a model. Beside: the tenth speaks
 * to a model; alone: it speaks as the others do. The rate is the same, half of what was sustained just before.
 */
export async function slowNeighbours(
  seconds: number,
  say: (line: string) => void,
): Promise<Readonly<Record<string, number>>> {
  const folder = scratchFolder('bench-model');
  const script = join(folder, 'script.json');
  writeFileSync(script, JSON.stringify({ [ASK_MODEL.say]: { intent: 'fees', confidence: 0.9, afterMs: THINKS_MS } }));
  const server = await startServer({ PARLEY_SCRIPTED_MODEL: script });
  try {
    const connect = async (flow: string, file: string): Promise<string> => {
      await server.api.publish(flow, readFileSync(join(root, file), 'utf8'));
      return server.api.connect(flow, [server.http.origin]);
    };
    const bank = await connect('bank-transfer', 'apps/docs/examples/bank-transfer.flow.json');
    const desk = await connect('model-desk', 'apps/all-in-one/e2e/model-desk.flow.json');
    const database = await DatabaseUnderLoad.open(server.dataFolder);
    say(`opening ${CONVERSATIONS} conversations …`);
    const all = await openConversations(server.http, bank, CONVERSATIONS, CONNECTIONS);
    const slow = await openConversations(server.http, desk, CONVERSATIONS * SLOW_SHARE, CONNECTIONS);
    const [tenth, others] = [all.slice(0, slow.length), all.slice(slow.length)];

    const sustained = await sustainedRate(all, database);
    const perSecond = sustained / 2;
    say(`sustained ${Math.round(sustained)} messages per second; at ${Math.round(perSecond)} from here`);
    const streams = new ReplyStreams();
    streams.open(server.http.origin, bank, others.slice(0, STREAMS));

    const run = async (neighbours: readonly LoadedConversation[], turn: Turn): Promise<number> => {
      streams.latency = new Latencies();
      const each = seconds / RUNS / 2;
      const refused = await Promise.all([
        speakAtRate({ conversations: others, turn: ASK, perSecond: perSecond * (1 - SLOW_SHARE) }, each),
        speakAtRate({ conversations: neighbours, turn, perSecond: perSecond * SLOW_SHARE }, each),
      ]);
      // The model's last answers are waited for, so that the next run begins with nothing under way.
      await new Promise((resolve) => setTimeout(resolve, THINKS_MS + 500));
      await untilHandled(database, LONGEST_DRAIN_MS);
      if (refused.some((count) => count > 0)) throw new Error('Messages were refused at half the sustained rate.');
      return streams.latency.percentile(0.99);
    };
    const alone: number[] = [];
    const beside: number[] = [];
    await run(tenth, ASK);
    for (let round = 1; round <= RUNS; round += 1) {
      alone.push(await run(tenth, ASK));
      beside.push(await run(slow, ASK_MODEL));
      say(`run ${round} of ${RUNS}: p99 ${alone.at(-1)} ms alone, ${beside.at(-1)} ms beside slow neighbours`);
    }
    streams.close();
    await answeredByModel(slow, say);
    await database.close();
    return figuresOf(median(alone), median(beside), perSecond);
  } finally {
    await server.stop();
    server.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is handled in a second when it is offered as fast as it is acknowledged. */
async function sustainedRate(
  conversations: readonly LoadedConversation[],
  database: DatabaseUnderLoad,
): Promise<number> {
  const load: Load = { conversations, ack: new Latencies(), acknowledged: 0, refused: 0 };
  const watch = new BacklogWatch(database);
  const began = performance.now();
  const until = began + CALIBRATION_SECONDS * 1000;
  await speak(load, [ASK], { atOnce: CONNECTIONS, until, isBehind: () => watch.isFull });
  await watch.stop();
  await untilHandled(database, LONGEST_DRAIN_MS);
  return load.acknowledged / ((performance.now() - began) / 1000);
}

/** @throws when the model was not asked: then nothing was slow, and the figure says nothing */
async function answeredByModel(slow: readonly LoadedConversation[], say: (line: string) => void): Promise<void> {
  let answered = 0;
  let asked = 0;
  for (const { visitor, turns } of slow) {
    await visitor.read();
    asked += turns;
    answered += visitor.messages.filter(({ from, text }) => from === 'bot' && text === ASK_MODEL.replies[0]).length;
  }
  say(`the model answered ${answered} of ${asked} messages`);
  if (asked === 0 || answered < asked) throw new Error(`The model answered ${answered} of ${asked} messages.`);
}

function figuresOf(aloneP99Ms: number, besideP99Ms: number, perSecond: number): Readonly<Record<string, number>> {
  const differenceMs = round(besideP99Ms - aloneP99Ms);
  return {
    messagesPerSecond: Math.round(perSecond),
    aloneP99Ms,
    besideP99Ms,
    differenceMs,
    allowedMs: round(Math.max(aloneP99Ms * MOST.share, MOST.ms)),
  };
}
