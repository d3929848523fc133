import { createHash } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresProblem } from './postgres-problem.ts';
import type { ServerUser } from './server-user.ts';

/** A socket's path may be 107 bytes long (103 on macOS): a deep data folder gets a short one under the temporary folder. */
const MAX_SOCKET_PATH_BYTES = 103;
const SOCKET_NAME = '.s.PGSQL.5432.lock';

/** The private folder of the server's socket, mode 0700: who may enter it may connect, so nobody else may. */
export function prepareSocketFolder(home: string, user: ServerUser): string {
  const folder = socketFolder(home);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const before = lstatSync(folder);
  const trusted = before.isDirectory() && (before.uid === user.uid || before.uid === process.getuid?.());
  if (!trusted) {
    throw new PostgresProblem(`${folder} belongs to somebody else: remove it, or choose another data folder.`);
  }
  if (user.other) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o700);
  return folder;
}

function socketFolder(home: string): string {
  const near = join(home, 'socket');
  if (Buffer.byteLength(join(near, SOCKET_NAME)) <= MAX_SOCKET_PATH_BYTES) return near;
  const name = createHash('sha256').update(home).digest('hex').slice(0, 16);
  const short = join(tmpdir(), `parley-${name}`);
  return Buffer.byteLength(join(short, SOCKET_NAME)) <= MAX_SOCKET_PATH_BYTES ? short : join('/tmp', `parley-${name}`);
}
