import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.ts';
import { PostgresProblem } from './postgres-problem.ts';
import { isPassable, type ServerUser } from './server-user.ts';

/** Major version of the files: another one cannot read them. */
const MAJOR_VERSION = '18';

/**
 * Where the server's files live: `<data>/postgres`, or, when the server's user may not pass through the folders above it
 * (root's home), a folder of its own under /var/lib/parley, named by a marker in the data folder.
 */
export function serverHome(dataFolder: string, user: ServerUser): string {
  mkdirSync(dataFolder, { recursive: true });
  const marker = join(dataFolder, 'postgres.location');
  if (existsSync(marker)) return readFileSync(marker, 'utf8').trim();
  if (isPassable(dirname(resolve(dataFolder)), user)) {
    letPass(dataFolder, user);
    return resolve(dataFolder, 'postgres');
  }
  const home = `/var/lib/parley/data-${randomBytes(8).toString('hex')}`;
  writeFileSync(marker, `${home}\n`);
  return home;
}

/** Others may then pass through the data folder, not list it; what is secret in it is closed by its own mode. */
function letPass(dataFolder: string, user: ServerUser): void {
  if (!isPassable(dataFolder, user)) chmodSync(dataFolder, statSync(dataFolder).mode | 0o011);
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
