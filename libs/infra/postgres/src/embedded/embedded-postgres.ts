import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findBinaries, type Binaries } from './binaries.ts';
import { prepareCluster, serverHome } from './cluster.ts';
import { lockFolder, type FolderLock } from './folder-lock.ts';
import { findRunningServer, readPostmasterFile } from './postmaster-file.ts';
import { PostgresProblem } from './postgres-problem.ts';
import { isAlive, waitForExit } from './processes.ts';
import { serverUser, type ServerUser } from './server-user.ts';
import { serverArguments, settingsFingerprint, type ServerSettings } from './settings.ts';
import { prepareSocketFolder } from './socket-folder.ts';

export interface EmbeddedPostgresOptions {
  /** Holds everything; made if absent. */
  readonly dataFolder: string;
  /** Told once, with a sentence, if the server ends without being asked to. */
  readonly onDeath?: (sentence: string) => void;
  /** false = fsync off, for tests alone; the start then needs DURABILITY=dev to be accepted. */
  readonly durable?: boolean;
}

/** A PostgreSQL of our own, reached through a socket in a folder that only this user and the server may enter. */
export interface EmbeddedPostgres {
  readonly host: string;
  readonly port: number;
  /** The superuser: migrations only. */
  readonly user: string;
  readonly pid: number;
  /** Taken over from a process that died, not started. */
  readonly adopted: boolean;
  /** Where the server writes its log. */
  readonly logFile: string;
  /** Stops the server and gives the data folder free. Twice is once. */
  stop(): Promise<void>;
}

const PORT = 5432;
const ADMIN = 'parley_admin';
const LOG_LIMIT_BYTES = 10_000_000;
const STOP_TIMEOUT_MS = 30_000;

/**
 * Starts the server of a data folder, or adopts the one that a killed process left running.
 * Throws PostgresProblem (a sentence) if the folder is in use, or the server cannot be started.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataFolder = resolve(options.dataFolder);
  const user = serverUser();
  const lock = takeFolder(dataFolder);
  try {
    const binaries = findBinaries(user);
    const home = serverHome(dataFolder, user);
    const durable = options.durable ?? true;
    const cluster = await prepareCluster(home, binaries, user, durable);
    const settings: ServerSettings = { durable, socketFolder: prepareSocketFolder(home, user) };
    const place: Place = { home, cluster, settings, binaries, user, logFile: join(dataFolder, 'postgres.log') };
    const adopted = await adoptRunning(place);
    const pid = adopted ?? (await startServer(place));
    return runningServer(place, pid, adopted !== null, lock, options.onDeath);
  } catch (error) {
    lock.release();
    throw error;
  }
}

interface Place {
  readonly home: string;
  readonly cluster: string;
  readonly settings: ServerSettings;
  readonly binaries: Binaries;
  readonly user: ServerUser;
  readonly logFile: string;
}

function takeFolder(dataFolder: string): FolderLock {
  const answer = lockFolder(join(dataFolder, 'parley.lock'));
  if ('lock' in answer) return answer.lock;
  throw new PostgresProblem(
    `Parley already runs on ${dataFolder} (process ${answer.heldBy}). Stop that one first, or choose another data folder.`,
  );
}

/** The id of the adopted server; null = none runs (any more). One run with other settings or programs is stopped. */
async function adoptRunning(place: Place): Promise<number | null> {
  const running = findRunningServer(place.cluster);
  if (running === null) return null;
  const same = readFingerprint(place) === settingsFingerprint(place.binaries.version, place.settings);
  if (same && running.ready && (await answers(place.settings.socketFolder))) return running.pid;
  await stopServer(running.pid);
  return null;
}

async function startServer(place: Place): Promise<number> {
  rotateLog(place.logFile);
  writeFileSync(join(place.home, 'started-with'), settingsFingerprint(place.binaries.version, place.settings));
  const log = openSync(place.logFile, 'a');
  // Detached: Ctrl-C reaches the whole terminal group, and the server must outlive our own draining.
  const child = spawn(place.binaries.postgres, ['-D', place.cluster, ...serverArguments(place.settings)], {
    cwd: place.home,
    detached: true,
    stdio: ['ignore', log, log],
    ...(place.user.other ? { uid: place.user.uid, gid: place.user.gid } : {}),
  });
  closeSync(log);
  child.unref();
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  failed.catch(() => undefined);
  const pid = child.pid ?? (await failed);
  await untilReady(place, pid);
  return pid;
}

/** Recovery after a crash may take long: waits as long as the server lives. */
async function untilReady(place: Place, pid: number): Promise<void> {
  for (;;) {
    const file = readPostmasterFile(place.cluster);
    if (file?.pid === pid && file.ready) return;
    if (!isAlive(pid))
      throw new PostgresProblem(`PostgreSQL did not start: ${lastLogLine(place.logFile)} (${place.logFile})`);
    await sleep(10);
  }
}

function runningServer(
  place: Place,
  pid: number,
  adopted: boolean,
  lock: FolderLock,
  onDeath: EmbeddedPostgresOptions['onDeath'],
): EmbeddedPostgres {
  // Adopted servers are nobody's child: whether they live is asked, not told.
  const watch = setInterval(() => {
    if (isAlive(pid)) return;
    clearInterval(watch);
    onDeath?.(
      `The database has stopped: ${lastLogLine(place.logFile)} See ${place.logFile}, then start Parley again: nothing acknowledged is lost.`,
    );
  }, 250);
  watch.unref();
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    clearInterval(watch);
    await stopServer(pid);
    lock.release();
  };
  return {
    host: place.settings.socketFolder,
    port: PORT,
    user: ADMIN,
    pid,
    adopted,
    logFile: place.logFile,
    stop: () => (stopping ??= stop()),
  };
}

/** SIGINT is PostgreSQL's fast shutdown: sessions are cut, everything committed is kept. */
async function stopServer(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  if (await waitForExit(pid, STOP_TIMEOUT_MS)) return;
  process.kill(pid, 'SIGQUIT');
  if (await waitForExit(pid, STOP_TIMEOUT_MS)) return;
  throw new PostgresProblem(
    `The database (process ${pid}) does not stop. End it with \`kill -QUIT ${pid}\`, then start again.`,
  );
}

async function answers(host: string): Promise<boolean> {
  const client = new pg.Client({ host, port: PORT, user: ADMIN, database: 'postgres', connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function readFingerprint(place: Place): string {
  const path = join(place.home, 'started-with');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function rotateLog(path: string): void {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) renameSync(path, `${path}.1`);
}

function lastLogLine(path: string): string {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  return lines.at(-1) ?? 'it wrote no reason.';
}
