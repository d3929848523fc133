import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../fitness/sources.ts';
import {
  expectedReplies,
  openConversations,
  speak,
  type Load,
  type LoadedConversation,
  type Turn,
} from './conversation-load.ts';
import { routeFloor } from './floors.ts';
import { Latencies, round } from './latencies.ts';
import { ReplyStreams } from './reply-streams.ts';
import { startServer } from './server-under-load.ts';
import { storeFloor } from './store-floor.ts';

const CONVERSATIONS = 5000;
const CONNECTIONS = 128;
const STREAMS = 200;
const FLOOR_SECONDS = 5;
const LONGEST_DRAIN_MS = 60_000;
const GREETING = 'Hello there. I can send money for you.';

const FEES: Turn = { say: 'what are the fees?', replies: ['Transfers are free.', 'How much?'] };

/** Asks, digresses, confirms and refuses: no operation. */
const CYCLE: readonly Turn[] = [
  { say: 'transfer money', replies: ['How much?'] },
  FEES,
  { say: '5000', replies: ['To whom?'] },
  { say: 'Bob', replies: ['Send 5000 to Bob?'] },
  { say: 'no', replies: ['Cancelled. Nothing was sent.', 'Anything else?'] },
  { say: 'what are the fees?', replies: ['Transfers are free.', 'Anything else?'] },
];

/** The durable path end to end, fsync on, generator and server and database on this machine. */
export async function messagePath(
  seconds: number,
  say: (line: string) => void,
): Promise<Readonly<Record<string, number>>> {
  const server = await startServer({});
  try {
    await server.api.publish(
      'bank-transfer',
      readFileSync(join(root, 'apps/docs/examples/bank-transfer.flow.json'), 'utf8'),
    );
    const connection = await server.api.connect('bank-transfer', [server.http.origin]);
    say(`opening ${CONVERSATIONS} conversations …`);
    const conversations = await openConversations(server.http, connection, CONVERSATIONS, CONNECTIONS);
    const streams = new ReplyStreams();
    streams.open(server.http.origin, connection, conversations.slice(0, STREAMS));

    say(`speaking for ${seconds} s …`);
    const load: Load = { conversations, ack: new Latencies(), acknowledged: 0, refused: 0 };
    const before = server.cpu();
    const began = performance.now();
    await speak(load, CYCLE, CONNECTIONS, began + seconds * 1000);
    const drainBegan = performance.now();
    const faults = await closingPoll(conversations);
    const drainedMs = performance.now() - drainBegan;
    const elapsed = (performance.now() - began) / 1000 - drainedMs / 1000;
    const after = server.cpu();
    streams.close();
    say(
      `acknowledged ${load.acknowledged}, refused ${load.refused}; everything answered and read ${round(drainedMs)} ms after the last`,
    );

    const figures = {
      messagesPerSecond: Math.round(load.acknowledged / elapsed),
      ackP50Ms: load.ack.percentile(0.5),
      ackP99Ms: load.ack.percentile(0.99),
      replyP50Ms: streams.latency.percentile(0.5),
      replyP99Ms: streams.latency.percentile(0.99),
      serverCpuMsPerMessage: round((after.server - before.server) / load.acknowledged),
      databaseCpuMsPerMessage: round((after.database - before.database) / load.acknowledged),
      ...faults,
    };
    await server.stop();
    say('floors …');
    return {
      ...figures,
      routeFloorPerSecond: await routeFloor(FLOOR_SECONDS, CONNECTIONS),
      storeFloorPerSecond: await storeFloor(server.dataFolder, FLOOR_SECONDS),
    };
  } finally {
    await server.stop();
    server.remove();
  }
}

/** Reads every conversation to its end: each turn answered once, in order, with the texts that it must have. */
async function closingPoll(
  conversations: readonly LoadedConversation[],
): Promise<{ lost: number; doubled: number; reordered: number }> {
  const faults = { lost: 0, doubled: 0, reordered: 0 };
  const deadline = performance.now() + LONGEST_DRAIN_MS;
  let next = 0;
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      while (next < conversations.length) {
        const one = conversations[next++];
        if (one !== undefined) await compare(one, deadline, faults);
      }
    }),
  );
  return faults;
}

async function compare(
  one: LoadedConversation,
  deadline: number,
  faults: { lost: number; doubled: number; reordered: number },
): Promise<void> {
  const expected = expectedReplies(GREETING, CYCLE, one.turns);
  let said: readonly string[] = [];
  do {
    await one.visitor.read();
    said = one.visitor.messages.filter((message) => message.from === 'bot').map((message) => message.text);
  } while (said.length < expected.length && performance.now() < deadline);
  faults.lost += Math.max(0, expected.length - said.length);
  faults.doubled += Math.max(0, said.length - expected.length);
  if (said.length === expected.length && said.some((text, index) => text !== expected[index])) faults.reordered += 1;
}
