import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PostgresAddress } from '../database/address.ts';
import { serverHome } from './cluster.ts';
import { findRunningServer } from './postmaster-file.ts';
import { serverUser } from './server-user.ts';

/** How to reach the server that runs on a data folder, for tools beside a running Parley; null = none runs. */
export function runningAddress(dataFolder: string): PostgresAddress | null {
  const cluster = join(serverHome(dataFolder, serverUser()), 'cluster');
  if (findRunningServer(cluster)?.ready !== true) return null;
  // PostgreSQL writes its port on the fourth line, and the folder of its socket on the fifth.
  const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  return { host: lines[4]?.trim() ?? '', port: Number(lines[3]), user: 'parley_admin', database: 'postgres' };
}
