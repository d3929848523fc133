import { chown, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { existsSync } from 'node:fs';
import { serverHome } from '../embedded/cluster.ts';
import { PostgresProblem } from '../embedded/postgres-problem.ts';
import { serverUser } from '../embedded/server-user.ts';
import { copyFile } from './copy-file.ts';

/** Where the files of a data folder's server are, or would be. */
export function clusterFolder(dataFolder: string): string {
  return join(serverHome(dataFolder, serverUser()), 'cluster');
}

/**
 * Puts the copied files of a cluster where a data folder's server looks for them: whole, or not at all.
 * Throws PostgresProblem, having changed nothing, where there is a cluster already.
 */
export async function placeCluster(source: string, dataFolder: string): Promise<void> {
  const user = serverUser();
  const home = serverHome(dataFolder, user);
  const cluster = join(home, 'cluster');
  if (existsSync(cluster))
    throw new PostgresProblem(`There is a database in ${dataFolder} already: nothing was written.`);
  const own = async (path: string): Promise<void> => (user.other ? chown(path, user.uid, user.gid) : undefined);
  await mkdir(dirname(home), { recursive: true });
  await mkdir(home, { recursive: true, mode: 0o700 });
  await own(home);
  const draft = join(home, 'cluster.restoring');
  await rm(draft, { recursive: true, force: true });
  await placeFolder(source, draft, own);
  await rename(draft, cluster);
}

async function placeFolder(from: string, to: string, own: (path: string) => Promise<void>): Promise<void> {
  await mkdir(to, { mode: 0o700 });
  await own(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await placeFolder(source, target, own);
    else {
      await copyFile(source, target);
      await own(target);
    }
  }
}
