import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../fitness/sources.ts';
import { openConversations, speak, type Load, type Turn } from './conversation-load.ts';
import { Latencies, round } from './latencies.ts';
import { ReplyStreams } from './reply-streams.ts';
import { startSlowBank } from './slow-bank.ts';
import { startServer, type ServerUnderLoad } from './server-under-load.ts';

const CONVERSATIONS = 1000;
const STREAMS = 200;
const RUNS = 5;
const DELAY_MS = 2000;
/** Half of a rate that the machine sustains, kept by this many speakers with a pause each. */
const SPEAKERS = 16;

const FAST: readonly Turn[] = [{ say: 'what are the fees?', replies: ['Transfers are free.', 'Anything else?'] }];

/** Each transfer waits for the slow bank; what is said meanwhile is deferred. */
const SLOW: readonly Turn[] = [{ say: 'send 20 to Ann', replies: ['Done, id', 'Anything else?'] }];

/** Replies to others while one conversation in ten waits two seconds for an operation: median p99 of alternating runs. */
export async function slowNeighbours(
  seconds: number,
  say: (line: string) => void,
): Promise<Readonly<Record<string, number>>> {
  const bank = await startSlowBank(DELAY_MS);
  const server = await startServer({ DEMO_BANK_URL: bank.url });
  try {
    const text = readFileSync(join(root, 'apps/docs/examples/bank-transfer.flow.json'), 'utf8');
    await server.api.publish('bank-transfer', text);
    const fast = await server.api.connect('bank-transfer', [server.http.origin]);
    const slow = await server.api.connect('bank-transfer', [server.http.origin]);
    const alone: number[] = [];
    const beside: number[] = [];
    for (let run = 1; run <= RUNS; run += 1) {
      alone.push(await others(server, fast, null, seconds / RUNS / 2));
      beside.push(await others(server, fast, slow, seconds / RUNS / 2));
      say(`run ${run} of ${RUNS}: p99 ${alone.at(-1)} ms alone, ${beside.at(-1)} ms beside slow neighbours`);
    }
    const [aloneP99Ms, besideP99Ms] = [median(alone), median(beside)];
    return {
      aloneP99Ms,
      besideP99Ms,
      ratio: round(besideP99Ms / aloneP99Ms),
      differenceMs: round(besideP99Ms - aloneP99Ms),
    };
  } finally {
    await server.stop();
    server.remove();
    bank.stop();
  }
}

async function others(server: ServerUnderLoad, fast: string, slow: string | null, seconds: number): Promise<number> {
  const conversations = await openConversations(server.http, fast, CONVERSATIONS, 64);
  const neighbours = slow === null ? [] : await openConversations(server.http, slow, CONVERSATIONS / 10, 64);
  const streams = new ReplyStreams();
  streams.open(server.http.origin, fast, conversations.slice(0, STREAMS));
  const until = performance.now() + seconds * 1000;
  const load = (people: typeof conversations): Load => ({
    conversations: people,
    ack: new Latencies(),
    acknowledged: 0,
    refused: 0,
  });
  await Promise.all([
    speak(load(conversations), FAST, SPEAKERS, until),
    ...(neighbours.length > 0 ? [speak(load(neighbours), SLOW, 4, until)] : []),
  ]);
  streams.close();
  return streams.latency.percentile(0.99);
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
