import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../embedded/embedded-postgres.ts';
import { startedAt } from '../embedded/processes.ts';
import type { PostgresAddress } from '../database/address.ts';

/** Stops the server and removes its files once the test run is over, however it ended. */
const KEEPER = 'while kill -0 "$1" 2>/dev/null; do sleep 1; done; kill -QUIT "$2"; sleep 1; rm -rf "$3"';

/**
 * The run's server, started by whoever comes first. TEST_DATABASE_URL names another one instead, and TEST_DATABASE_ADDRESS
 * (JSON of an address) one of our own that is there already: several runs may share it.
 */
export async function testServer(): Promise<PostgresAddress> {
  const shared = process.env['TEST_DATABASE_ADDRESS'];
  if (shared !== undefined) return JSON.parse(shared) as PostgresAddress;
  const outside = process.env['TEST_DATABASE_URL'];
  if (outside !== undefined) return { connectionString: outside };
  const run = runProcess();
  const folder = join(tmpdir(), `parley-test-${run}-${startedAt(run)}`);
  const addressFile = join(folder, 'address.json');
  for (;;) {
    if (existsSync(addressFile)) return JSON.parse(readFileSync(addressFile, 'utf8')) as PostgresAddress;
    if (claimStart(folder)) return startShared(run, folder, addressFile);
    await sleep(20);
  }
}

/** All workers of one jest run share a server: they are children of the run's process. */
function runProcess(): number {
  return process.argv[1]?.includes('jest-worker') ? process.ppid : process.pid;
}

function claimStart(folder: string): boolean {
  mkdirSync(folder, { recursive: true });
  try {
    mkdirSync(join(folder, 'starting'));
    return true;
  } catch {
    return false;
  }
}

async function startShared(run: number, folder: string, addressFile: string): Promise<PostgresAddress> {
  const server = await startEmbeddedPostgres({ dataFolder: folder, durable: false });
  keepUntilRunEnds(run, server, folder);
  const address: PostgresAddress = { host: server.host, port: server.port, user: server.user, database: 'postgres' };
  writeFileSync(`${addressFile}.new`, JSON.stringify(address));
  renameSync(`${addressFile}.new`, addressFile);
  return address;
}

function keepUntilRunEnds(run: number, server: EmbeddedPostgres, folder: string): void {
  const keeper = spawn('sh', ['-c', KEEPER, 'keeper', String(run), String(server.pid), folder], {
    detached: true,
    stdio: 'ignore',
  });
  keeper.unref();
}
