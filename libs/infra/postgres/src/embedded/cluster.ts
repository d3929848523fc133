import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.ts';
import { PostgresProblem } from './postgres-problem.ts';
import { isReachable, type ServerUser } from './server-user.ts';

/** Major version of the files: another one cannot read them. */
const MAJOR_VERSION = '18';

/**
 * Where the server's files live: `<data>/postgres`, or, when the server's user may not enter the data folder (it is in
 * root's home), a folder of its own under /var/lib/parley, named by a marker in the data folder.
 */
export function serverHome(dataFolder: string, user: ServerUser): string {
  const home = resolve(dataFolder, 'postgres');
  mkdirSync(dataFolder, { recursive: true });
  if (isReachable(dataFolder, user)) return home;
  const marker = join(dataFolder, 'postgres.location');
  if (!existsSync(marker)) writeFileSync(marker, `/var/lib/parley/data-${randomBytes(8).toString('hex')}\n`);
  return readFileSync(marker, 'utf8').trim();
}

/** Creates the cluster if there is none; a creation cut short is begun anew, because it is renamed into place when whole. */
export async function prepareCluster(
  home: string,
  binaries: Binaries,
  user: ServerUser,
  sync: boolean,
): Promise<string> {
  const cluster = join(home, 'cluster');
  makeFolder(home, user);
  if (existsSync(join(cluster, 'PG_VERSION'))) {
    checkVersion(cluster);
    return cluster;
  }
  const draft = join(home, 'cluster.new');
  rmSync(draft, { recursive: true, force: true });
  await createCluster(draft, binaries, user, sync);
  renameSync(draft, cluster);
  return cluster;
}

function makeFolder(folder: string, user: ServerUser): void {
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user.other) chownSync(folder, user.uid, user.gid);
}

/** C locale: bytes are compared, so that order is the same on every machine. Trust: the socket's folder is the lock. */
async function createCluster(folder: string, binaries: Binaries, user: ServerUser, sync: boolean): Promise<void> {
  const how = [
    '-D',
    folder,
    '-U',
    'parley_admin',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
  ];
  try {
    await promisify(execFile)(binaries.initdb, sync ? how : [...how, '--no-sync'], {
      cwd: dirname(folder),
      ...(user.other ? { uid: user.uid, gid: user.gid } : {}),
    });
  } catch (cause) {
    const said = (cause as { stderr?: string }).stderr?.trim() ?? String(cause);
    throw new PostgresProblem(`PostgreSQL could not create its files in ${folder}: ${said}`, { cause });
  }
}

function checkVersion(cluster: string): void {
  const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (version === MAJOR_VERSION) return;
  throw new PostgresProblem(
    `${cluster} was written by PostgreSQL ${version}; this Parley brings ${MAJOR_VERSION}. Upgrade it with pg_upgrade, or choose another data folder.`,
  );
}
