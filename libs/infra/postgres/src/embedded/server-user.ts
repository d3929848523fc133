import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { PostgresProblem } from './postgres-problem.ts';

/** Who the server runs as. PostgreSQL refuses to run as root: then it is the system's user `postgres`. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
  /** Whether that is somebody else than this process. */
  readonly other: boolean;
}

/** The user to run the server as, created if this process is root and there is none. */
export function serverUser(): ServerUser {
  const uid = process.getuid?.() ?? -1;
  const gid = process.getgid?.() ?? -1;
  if (uid !== 0) return { uid, gid, other: false };
  const found = findUser() ?? createUser();
  if (found === null) {
    throw new PostgresProblem(
      'PostgreSQL refuses to run as root and no user for it could be created. Create one with `useradd --system postgres`, start Parley as an ordinary user, or set DATABASE_URL.',
    );
  }
  return { ...found, other: true };
}

/** Whether the user may pass through every folder above `path` and read it: root's home is closed to others. */
export function isReachable(path: string, user: ServerUser): boolean {
  const at = resolve(path);
  return isPassable(dirname(at), user) && isOpen(at, user, 0o5);
}

/** Whether the user may pass through the folder and every one above it. */
export function isPassable(path: string, user: ServerUser): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    if (!isOpen(at, user, 0o1)) return false;
    if (at === dirname(at)) return true;
  }
}

/** What is not there yet will be made open. */
function isOpen(path: string, user: ServerUser, wanted: number): boolean {
  const stat = user.other ? statSync(path, { throwIfNoEntry: false }) : undefined;
  if (stat === undefined) return true;
  const shift = stat.uid === user.uid ? 6 : stat.gid === user.gid ? 3 : 0;
  return ((stat.mode >> shift) & wanted) === wanted;
}

function findUser(): { uid: number; gid: number } | null {
  try {
    const id = (flag: string): number => Number(run('id', [flag, 'postgres']));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
}

/** useradd on Debian, Fedora and their kin; adduser of BusyBox on Alpine. */
function createUser(): { uid: number; gid: number } | null {
  const ways: readonly (readonly [string, readonly string[]])[] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres']],
    ['adduser', ['-S', '-D', '-H', 'postgres']],
  ];
  for (const [command, args] of ways) {
    try {
      run(command, args);
    } catch {
      continue;
    }
    return findUser();
  }
  return null;
}

function run(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}
