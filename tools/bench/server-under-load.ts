import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, HttpClient, ParleyProcess, scratchFolder, TenantApi } from '@parley/testing';
import { cpuMs, treeCpuMs } from './cpu-time.ts';

/** An all-in-one as `npm start` runs it, on a fresh data folder, with one tenant. */
export interface ServerUnderLoad {
  readonly http: HttpClient;
  readonly api: TenantApi;
  /** CPU so far, ms: Node's process and PostgreSQL's processes. */
  cpu(): { readonly server: number; readonly database: number };
  readonly dataFolder: string;
  readonly pid: number;
  /** Twice is once. */
  stop(): Promise<void>;
  /** Deletes the data folder. */
  remove(): void;
}

export async function startServer(env: Readonly<Record<string, string>>): Promise<ServerUnderLoad> {
  const dataFolder = scratchFolder('bench');
  const running = await ParleyProcess.start({ dataFolder, port: await freePort(), env });
  const http = new HttpClient(running.origin, 256);
  const { api } = await TenantApi.createTenant(http, running.platformKey(), 'Bench');
  return {
    http,
    api,
    cpu: () => ({ server: cpuMs(running.pid), database: treeCpuMs(databasePid(dataFolder)) }),
    dataFolder,
    pid: running.pid,
    stop: async () => {
      if (running.exited) return;
      await http.close();
      await running.stop();
    },
    remove: () => rmSync(dataFolder, { recursive: true, force: true }),
  };
}

/** The first line of PostgreSQL's own pid file. */
export function databasePid(dataFolder: string): number {
  return Number(readFileSync(join(dataFolder, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]);
}
