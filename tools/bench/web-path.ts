import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ParleyProcess } from '@parley/testing';
import { root } from '../fitness/sources.ts';
import { GREETING, REFUSED, SENT, tellingTexts } from './bank-dialogue.ts';
import { BacklogWatch, untilHandled } from './backlog-watch.ts';
import { closingPoll } from './closing-poll.ts';
import { openConversations, speak, type Load, type Turn } from './conversation-load.ts';
import { DatabaseUnderLoad } from './database-under-load.ts';
import { routeFloor } from './floors.ts';
import { Latencies, round } from './latencies.ts';
import { ReplyStreams } from './reply-streams.ts';
import { startServer, type ServerUnderLoad } from './server-under-load.ts';
import { storeFloor } from './store-floor.ts';

const CONVERSATIONS = 5000;
const CONNECTIONS = 128;
const STREAMS = 200;
const FLOOR_SECONDS = 5;
const LONGEST_DRAIN_MS = 60_000;

interface Talk {
  readonly cycle: readonly Turn[];
  /** Tables that must hold sealed rows in the end. */
  readonly filled: readonly string[];
}

const FILLED = ['event_log', 'journal', 'snapshots'];

type Figures = Readonly<Record<string, number>>;

/** The durable path end to end, fsync on, generator and server and database on this machine. */
export function webPath(seconds: number, say: (line: string) => void): Promise<Figures> {
  return measure({ cycle: REFUSED, filled: FILLED }, seconds, say);
}

/** The same with a durable operation in every fifth turn: its request, its call and its result are on the path too. */
export function webPathOperations(seconds: number, say: (line: string) => void): Promise<Figures> {
  return measure({ cycle: SENT, filled: [...FILLED, 'operation_attempts'] }, seconds, say);
}

async function measure(talk: Talk, seconds: number, say: (line: string) => void): Promise<Figures> {
  const server = await startServer({});
  try {
    const figures = await underLoad(server, talk, seconds, say);
    await server.stop();
    say('verifying every chain and replaying every conversation …');
    const { faults, output } = await ParleyProcess.verify(server.dataFolder);
    if (faults > 0) throw new Error(`The journal is not as it was recorded:\n${output}`);
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

async function underLoad(
  server: ServerUnderLoad,
  { cycle, filled }: Talk,
  seconds: number,
  say: (line: string) => void,
): Promise<Figures> {
  const database = await DatabaseUnderLoad.open(server.dataFolder);
  say(`settings of npm start; the database says: ${await database.settings()}`);
  const flow = readFileSync(join(root, 'apps/docs/examples/bank-transfer.flow.json'), 'utf8');
  await server.api.publish('bank-transfer', flow);
  const connection = await server.api.connect('bank-transfer', [server.http.origin]);
  say(`opening ${CONVERSATIONS} conversations …`);
  const conversations = await openConversations(server.http, connection, CONVERSATIONS, CONNECTIONS);
  const streams = new ReplyStreams();
  streams.open(server.http.origin, connection, conversations.slice(0, STREAMS));

  say(`speaking for ${seconds} s …`);
  const load: Load = { conversations, ack: new Latencies(), acknowledged: 0, refused: 0 };
  const watch = new BacklogWatch(database);
  const before = server.cpu();
  const began = performance.now();
  const until = began + seconds * 1000;
  await speak(load, cycle, { atOnce: CONNECTIONS, until, isBehind: () => watch.isFull });
  const backlog = await watch.stop();
  await untilHandled(database, LONGEST_DRAIN_MS);
  // Until the last entry is committed, not only until the last request is answered: nothing is counted on credit.
  const elapsed = (performance.now() - began) / 1000;
  const after = server.cpu();
  const perSecond = load.acknowledged / elapsed;
  say(
    `acknowledged ${load.acknowledged}, refused ${load.refused}; handled ${round(elapsed - seconds)} s after the last`,
  );
  say(`backlog: median ${backlog.early} early, ${backlog.late} late, at most ${backlog.most}`);
  say(`p50: acknowledged ${load.ack.percentile(0.5)} ms, reply ${streams.latency.percentile(0.5)} ms`);
  assertFlat(backlog, perSecond);

  const faults = await closingPoll(conversations, GREETING, cycle, LONGEST_DRAIN_MS);
  streams.close();
  say(`sealed, as the rows themselves show: ${await database.assertSealed(tellingTexts(cycle), filled)}`);
  await database.close();
  return {
    messagesPerSecond: Math.round(perSecond),
    ackP99Ms: load.ack.percentile(0.99),
    replyP99Ms: streams.latency.percentile(0.99),
    serverCpuMsPerMessage: round((after.server - before.server) / load.acknowledged),
    databaseCpuMsPerMessage: round((after.database - before.database) / load.acknowledged),
    ...faults,
  };
}

/** @throws when what is received and not handled yet grew by more than half a second's worth in half of the run */
function assertFlat({ early, late }: { readonly early: number; readonly late: number }, perSecond: number): void {
  if (late > early + perSecond / 2)
    throw new Error(`The backlog grew from ${early} to ${late}: this rate is not sustained.`);
}
