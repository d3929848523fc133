import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, HttpClient, isAlive, ParleyProcess, WebVisitor } from '@parley/testing';

let folder: string;
let port: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-process-'));
  port = await freePort();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const start = (): Promise<ParleyProcess> => ParleyProcess.start({ dataFolder: folder, port });

async function refusal(env: Readonly<Record<string, string>> = {}): Promise<string> {
  const refused = ParleyProcess.launch({ dataFolder: folder, port, env });
  await refused.gone();
  // What it said may arrive after it is gone.
  await new Promise((resolve) => setTimeout(resolve, 100));
  return refused.output;
}

const databasePid = async (): Promise<number> =>
  Number((await readFile(join(folder, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')[0]);

describe('a start with settings that are wrong', () => {
  it('names every fault at once, and starts nothing', async () => {
    const said = await refusal({ PORT: '99999', DATABASE_URL: 'mysql://x', PARLEY_DATTA: 'x', REDIS_URL: 'redis://x' });
    expect(said).toContain('Parley cannot start:');
    for (const name of ['PORT: ', 'DATABASE_URL: ', 'PARLEY_DATTA: ', 'REDIS_URL: ']) expect(said).toContain(name);
    expect(said).not.toContain('    at ');
  });

  it('says what to do when its port is taken', async () => {
    const squatter = createServer().listen(port, '127.0.0.1');
    const said = await refusal();
    squatter.close();
    expect(said).toContain(`Port ${port} on 127.0.0.1 is taken by another program.`);
    expect(said).not.toContain('    at ');
  }, 30_000);
});

describe('a running Parley', () => {
  it('refuses a second start on its data, survives a SIGKILL, and leaves nothing behind when it is stopped', async () => {
    const first = await start();
    const http = new HttpClient(first.origin);
    const ann = await WebVisitor.arrive(http, 'demo');
    await ann.opened();
    await ann.say('1', 'transfer money');
    await ann.until((messages) => messages.at(-1)?.text === 'How much?');
    expect(await refusal()).toContain(`Parley already runs on ${folder} (process ${first.pid}).`);

    // The database outlives the killed process, and is taken over.
    const database = await databasePid();
    await ann.say('2', '5000');
    await first.kill();
    expect(await isAlive(database)).toBe(true);
    const second = await start();
    expect(await databasePid()).toBe(database);
    await ann.until((messages) => messages.at(-1)?.text === 'To whom?');
    expect(ann.messages.map(({ number }) => number)).toEqual(ann.messages.map((_, index) => index + 1));

    await http.close();
    const began = Date.now();
    expect(await second.stop()).toBe(0);
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(await isAlive(database)).toBe(false);
  }, 60_000);

  it('says so and ends when its database is killed, and the next start heals it', async () => {
    const first = await start();
    process.kill(await databasePid(), 'SIGKILL');
    await first.gone();
    expect(first.output).toContain('The database has stopped');
    expect(first.output).toContain('start Parley again');
    const second = await start();
    expect(await second.stop()).toBe(0);
  }, 60_000);
});
