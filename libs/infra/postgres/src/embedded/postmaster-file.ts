import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, isAlive } from './processes.ts';

/** What a running server wrote about itself. */
export interface RunningServer {
  readonly pid: number;
  readonly ready: boolean;
}

/** The server that runs on this cluster; null = none. A file left by a dead one, or naming a stranger's process, is taken away. */
export function findRunningServer(cluster: string): RunningServer | null {
  const server = readPostmasterFile(cluster);
  if (server === null) return null;
  if (isAlive(server.pid) && isServerOf(cluster, server.pid)) return server;
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
  return null;
}

/** First line: process id. Eighth line: `ready` once it takes connections. */
export function readPostmasterFile(cluster: string): RunningServer | null {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return Number.isInteger(pid) && pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : null;
  } catch {
    return null;
  }
}

/** In a container ids are small and soon used again: the id alone proves nothing. */
function isServerOf(cluster: string, pid: number): boolean {
  const command = commandLine(pid);
  return command.includes('postgres') && command.includes(cluster);
}
