import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../embedded/embedded-postgres.ts';
import { PostgresProblem } from '../embedded/postgres-problem.ts';
import { clusterFolder } from './place-cluster.ts';

const WAL_SEGMENT = /^[0-9A-F]{24}$/;

/**
 * Removes what was deleted from the data files of a stopped Parley as well: tables are written anew without dead rows, and
 * the database's own log, which still tells what they were, is begun anew. Needs the room of the largest table once more.
 *
 * A segment of that log is renamed and used again when its time is over, its old bytes behind the new ones: so all but the
 * one in use are taken away while the server is stopped, twice, for the first time the one in use may be such a segment.
 */
export async function scrubCluster(dataFolder: string): Promise<void> {
  await asAdministrator(dataFolder, async (ask) => {
    await ask('vacuum full');
    await ask('checkpoint');
  });
  await removeSegments(dataFolder);
  // What is written next begins a segment made new, of zeros.
  await asAdministrator(dataFolder, async (ask) => {
    await ask('select pg_current_xact_id()');
    await ask('select pg_switch_wal()');
    await ask('select pg_current_xact_id()');
    await ask('checkpoint');
  });
  await removeSegments(dataFolder);
}

/** Stopped properly, recovery needs nothing but the segments of the last checkpoint, as pg_control names it. */
async function removeSegments(dataFolder: string): Promise<void> {
  const cluster = clusterFolder(dataFolder);
  const { first, last } = neededSegments(await readFile(join(cluster, 'global/pg_control')));
  const folder = join(cluster, 'pg_wal');
  const names = (await readdir(folder)).filter((name) => WAL_SEGMENT.test(name));
  if (!names.includes(first)) throw new PostgresProblem(`${folder} lacks ${first}: nothing was removed from it.`);
  for (const name of names) if (name < first || name > last) await rm(join(folder, name));
}

/**
 * ControlFileData of PostgreSQL 18, little-endian: state at byte 16, the last checkpoint's place at 32, where it would be
 * replayed from at 40, its timeline at 48.
 */
function neededSegments(control: Buffer): { readonly first: string; readonly last: string } {
  const isShutDown = control.readUInt32LE(8) === CONTROL_VERSION && control.readUInt32LE(16) === 1;
  if (!isShutDown)
    throw new PostgresProblem('The database was not stopped properly: nothing was removed from its log.');
  const [checkpoint, redo] = [control.readBigUInt64LE(32), control.readBigUInt64LE(40)];
  const timeline = control.readUInt32LE(48);
  // The record itself may reach into the next segment.
  return { first: segmentOf(timeline, redo), last: segmentOf(timeline, checkpoint + RECORD_BYTES) };
}

const CONTROL_VERSION = 1_800;
const RECORD_BYTES = 1_024n;
const SEGMENT_BYTES = 16n * 1_024n * 1_024n;
const SEGMENTS_A_FILE = 0x1_0000_0000n / SEGMENT_BYTES;

function segmentOf(timeline: number, place: bigint): string {
  const segment = place / SEGMENT_BYTES;
  const parts = [BigInt(timeline), segment / SEGMENTS_A_FILE, segment % SEGMENTS_A_FILE];
  return parts.map((part) => part.toString(16).toUpperCase().padStart(8, '0')).join('');
}

type Ask = (statement: string) => Promise<readonly Record<string, unknown>[]>;

async function asAdministrator<Answer>(dataFolder: string, work: (ask: Ask) => Promise<Answer>): Promise<Answer> {
  const server = await startEmbeddedPostgres({ dataFolder });
  const { host, port, user } = server;
  const client = new pg.Client({ host, port, user, database: 'postgres', application_name: 'parley scrub' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(async (statement) => (await client.query<Record<string, unknown>>(statement)).rows);
  } finally {
    await client.end();
    await server.stop();
  }
}
