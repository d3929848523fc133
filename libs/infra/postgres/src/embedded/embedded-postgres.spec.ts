import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { assertDurable } from '../database/assert-durable.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';
import { PostgresProblem } from './postgres-problem.ts';
import { isAlive, waitForExit } from './processes.ts';

const starter = fileURLToPath(new URL('../testing/start-server.ts', import.meta.url));

describe('the embedded server', () => {
  let folder: string;
  let running: EmbeddedPostgres | undefined;
  let child: ChildProcess | undefined;

  // One data folder for all: creating its files takes most of the time.
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-embedded-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(async () => {
    child?.kill('SIGKILL');
    await running?.stop();
    running = child = undefined;
  });

  const start = async (durable = true, dataFolder = folder): Promise<EmbeddedPostgres> =>
    (running = await startEmbeddedPostgres({ dataFolder, durable }));
  const ask = async <Row extends pg.QueryResultRow>(server: EmbeddedPostgres, text: string): Promise<Row[]> => {
    const client = new pg.Client({ host: server.host, port: server.port, user: server.user, database: 'postgres' });
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  };

  it('rule 17: runs durably, behind a socket that nobody else may enter, and on no port', async () => {
    const server = await start();
    expect(
      await assertDurable({ host: server.host, port: server.port, user: server.user, database: 'postgres' }),
    ).toEqual([]);
    expect(statSync(server.host).mode & 0o777).toBe(0o700);
    expect(await ask(server, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
  }, 60_000);

  it('keeps what was written when it is stopped and started again, and stops twice as once', async () => {
    const first = await start();
    await ask(first, 'create table kept as select 7 as n');
    await Promise.all([first.stop(), first.stop()]);
    expect(isAlive(first.pid)).toBe(false);
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await ask(second, 'select n from kept')).toEqual([{ n: 7 }]);
  }, 60_000);

  it('refuses a second start on the folder with a sentence that says what to do', async () => {
    await start();
    const refusal = await startEmbeddedPostgres({ dataFolder: folder }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(PostgresProblem);
    expect((refusal as Error).message).toContain(
      `already runs on ${folder} (process ${process.pid}). Stop that one first`,
    );
  }, 60_000);

  it('adopts the server that a killed process left running', async () => {
    const pid = await startElsewhere();
    child?.kill('SIGKILL');
    await waitForExit(child?.pid as number, 5_000);
    expect(isAlive(pid)).toBe(true);
    const server = await start();
    expect([server.adopted, server.pid]).toEqual([true, pid]);
    expect(await ask(server, 'select 1 as n')).toEqual([{ n: 1 }]);
    await server.stop();
    expect(isAlive(pid)).toBe(false);
  }, 60_000);

  it('replaces, instead of adopting it, one that was left running with other settings', async () => {
    const pid = await startElsewhere();
    child?.kill('SIGKILL');
    await waitForExit(child?.pid as number, 5_000);
    const server = await start(false);
    expect([server.adopted, isAlive(pid)]).toEqual([false, false]);
  }, 60_000);

  it('recovers what was committed when the server and its parent were killed together', async () => {
    const first = await start();
    await ask(first, 'create table recovered as select 8 as n');
    process.kill(first.pid, 'SIGKILL');
    await waitForExit(first.pid, 5_000);
    await first.stop();
    expect(await ask(await start(), 'select n from recovered')).toEqual([{ n: 8 }]);
  }, 60_000);

  it('says once, in a sentence, that the database has died', async () => {
    const told: string[] = [];
    running = await startEmbeddedPostgres({ dataFolder: folder, onDeath: (sentence) => void told.push(sentence) });
    process.kill(running.pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(told).toEqual([expect.stringMatching(/^The database has stopped: .*start Parley again/s)]);
  }, 60_000);

  it('works in a folder too deep for a socket’s path', async () => {
    const deep = join(folder, 'd'.repeat(60), 'e'.repeat(60));
    mkdirSync(deep, { recursive: true });
    expect(await ask(await start(true, deep), 'select 1 as n')).toEqual([{ n: 1 }]);
  }, 60_000);

  it('starts although an old process id now belongs to a stranger', async () => {
    const first = await start();
    await first.stop();
    const cluster = join(first.host, '../cluster');
    writeFileSync(join(cluster, 'postmaster.pid'), `${process.pid}\n${cluster}\n1\n5432\n\n\n\nready\n`);
    expect(await ask(await start(), 'select 1 as n')).toEqual([{ n: 1 }]);
  }, 60_000);

  async function startElsewhere(): Promise<number> {
    child = spawn(process.execPath, ['--import', 'tsx', starter, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    return new Promise((resolve) => child?.stdout?.once('data', (chunk: Buffer) => resolve(Number(chunk.toString()))));
  }
});
