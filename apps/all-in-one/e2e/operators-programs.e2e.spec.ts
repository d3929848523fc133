import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@parley/postgres';
import type { Ended, OperatorsProgram } from '@parley/testing';
import { freePort, HttpClient, isAlive, ParleyProcess, scratchFolder, TenantApi, WebVisitor } from '@parley/testing';
import pg from 'pg';

let scratch: string;
let dataFolder: string;
let port: number;
let running: ParleyProcess | undefined;

beforeEach(async () => {
  scratch = scratchFolder('programs');
  dataFolder = join(scratch, 'data');
  port = await freePort();
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  await rm(scratch, { recursive: true, force: true });
});

const start = async (): Promise<ParleyProcess> => (running = await ParleyProcess.start({ dataFolder, port }));

async function stop(): Promise<void> {
  await running?.stop();
  running = undefined;
}

const run = (program: OperatorsProgram, env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  ParleyProcess.run(program, { dataFolder, env: { PORT: String(port), ...env } });

const keyOf = (said: string): string => /pk_\S+/.exec(said)?.[0] ?? 'none';

async function withHttp<Answer>(parley: ParleyProcess, ask: (http: HttpClient) => Promise<Answer>): Promise<Answer> {
  const http = new HttpClient(parley.origin);
  try {
    return await ask(http);
  } finally {
    await http.close();
  }
}

const statusWith = (parley: ParleyProcess, key: string): Promise<number> =>
  withHttp(parley, async (http) => (await new TenantApi(http, key).call('GET', '/v1/conversations')).status);

/** A greeting and an answer, as somebody who opens the page gets them. */
const talk = (parley: ParleyProcess): Promise<void> =>
  withHttp(parley, async (http) => {
    const ann = await WebVisitor.arrive(http, 'demo');
    await ann.say('1', 'transfer money');
    await ann.until((messages) => messages.at(-1)?.text === 'How much?');
  });

/** On a data folder that nobody uses, as its administrator. */
async function change(statement: string): Promise<number> {
  const { host, port: at, user, stop: end } = await startEmbeddedPostgres({ dataFolder });
  const client = new pg.Client({ host, port: at, user, database: 'postgres' });
  try {
    await client.connect();
    return (await client.query(statement)).rowCount ?? 0;
  } finally {
    await client.end();
    await end();
  }
}

describe('npm run demo:key', () => {
  it('makes a key that works at once beside a running Parley, and the one before it goes on working', async () => {
    const parley = await start();
    const first = keyOf(parley.output);
    const { exitCode, answer } = await run('demo-key');
    expect([exitCode, answer]).toEqual([0, expect.stringMatching(/^pk_\S+\n$/)]);
    expect(answer.trim()).not.toBe(first);
    expect(await statusWith(parley, answer.trim())).toBe(200);
    expect(await statusWith(parley, first)).toBe(200);
  }, 60_000);

  it('makes one while nothing runs, also before the first start, and leaves nothing running', async () => {
    const made = await run('demo-key');
    expect([made.exitCode, made.answer]).toEqual([0, expect.stringMatching(/^pk_\S+\n$/)]);
    const another = await run('demo-key');
    expect(another.answer).not.toBe(made.answer);
    const parley = await start();
    for (const { answer } of [made, another]) expect(await statusWith(parley, answer.trim())).toBe(200);
  }, 90_000);
});

describe('npm run demo:reset', () => {
  it('refuses in a sentence while Parley runs, and begins anew when it is stopped', async () => {
    const parley = await start();
    const key = keyOf(parley.output);
    const refused = await run('demo-reset');
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toBe(
      `Parley already runs on ${dataFolder} (process ${parley.pid}). Stop that one first, or choose another data folder.\n`,
    );
    await talk(parley);

    await stop();
    const done = await run('demo-reset');
    expect([done.exitCode, done.answer]).toEqual([0, `${dataFolder} is gone. The next start begins anew.\n`]);
    expect(existsSync(dataFolder)).toBe(false);
    const anew = await start();
    expect(keyOf(anew.output)).not.toBe('none');
    expect(await statusWith(anew, key)).toBe(401);
    await talk(anew);
  }, 90_000);

  it('stops the database that a killed Parley left running', async () => {
    const parley = await start();
    const pid = Number((await readFile(join(dataFolder, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')[0]);
    await parley.kill();
    expect(await isAlive(pid)).toBe(true);
    expect((await run('demo-reset')).exitCode).toBe(0);
    expect([existsSync(dataFolder), await isAlive(pid)]).toEqual([false, false]);
  }, 60_000);

  it('deletes nothing that is not Parley’s, neither a folder nor the keys to somebody’s own database', async () => {
    mkdirSync(dataFolder);
    writeFileSync(join(dataFolder, 'thesis.txt'), 'years of work');
    const nothing = await run('demo-reset');
    expect([nothing.exitCode, nothing.answer]).toEqual([
      0,
      `There is nothing of Parley in ${dataFolder}. The next start begins anew.\n`,
    ]);
    writeFileSync(join(dataFolder, 'root.key'), 'the only copy');
    const refused = await run('demo-reset', { DATABASE_URL: 'postgresql://db.example/parley' });
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toContain('The database of DATABASE_URL is yours: nothing was deleted.');
    expect(await readFile(join(dataFolder, 'thesis.txt'), 'utf8')).toBe('years of work');
    expect(await readFile(join(dataFolder, 'root.key'), 'utf8')).toBe('the only copy');
  }, 30_000);
});

describe('npm run verify', () => {
  it('says what it looked at and that all is well, beside a running Parley and alone', async () => {
    const parley = await start();
    await talk(parley);
    const beside = await run('verify');
    expect(beside.exitCode).toBe(0);
    expect(beside.answer).toMatch(
      /^Looked at \d+ entr(y|ies) of 1 conversation in \S+: seals, chain of hashes, snapshots, and each entry computed again\.\nAll as they were recorded\.\n$/,
    );
    await stop();
    expect(await run('verify')).toMatchObject({ exitCode: 0, answer: beside.answer });
  }, 60_000);

  it('finds one changed byte of an entry or a snapshot, and an entry that is gone; names it, and ends with 1', async () => {
    await talk(await start());
    await stop();
    // The first two, done once more, put the byte back.
    const changes = [
      ['update parley.journal set body = set_byte(body, 40, get_byte(body, 40) # 1) where seq = 1', 'entry 1: body: '],
      ['update parley.snapshots set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)', 'entry 1: snapshot: '],
      ['delete from parley.journal where seq = 1', 'entry 1: chain: '],
    ] as const;
    for (const [statement, named] of changes) {
      expect(await change(statement)).toBe(1);
      const found = await run('verify');
      expect(found.exitCode).toBe(1);
      expect(found.output).toContain(named);
      expect(found.answer).toMatch(/\n\d+ faults? found: what is named above was changed\.\n$/);
      if (statement.startsWith('update')) await change(statement);
    }
  }, 60_000);

  it('takes no empty or mistyped folder for a sound one', async () => {
    const found = await run('verify');
    expect(found.exitCode).toBe(1);
    expect(found.output).toBe(`There is nothing of Parley in ${dataFolder}. Set PARLEY_DATA to its data folder.\n`);
    expect(existsSync(dataFolder)).toBe(false);
  }, 30_000);
});

describe('what an operator runs', () => {
  const programs: readonly (readonly [OperatorsProgram, string])[] = [
    ['main', 'npm start'],
    ['demo-key', 'npm run demo:key'],
    ['demo-reset', 'npm run demo:reset'],
    ['backup', 'npm run backup'],
    ['restore', 'npm run restore'],
    ['erase-tenant', 'npm run erase:tenant'],
    ['scrub', 'npm run scrub'],
    ['status', 'npm run -s status'],
    ['verify', 'npm run verify'],
  ];

  it.each(programs)(
    '%s tells what it does when it is asked, refuses what it does not know, and does nothing',
    async (program, call) => {
      const help = await ParleyProcess.run(program, { dataFolder, args: ['--help'] });
      expect([help.exitCode, help.answer]).toEqual([0, expect.stringMatching(new RegExp(`^${call} -- .*second`, 's'))]);
      const refused = await ParleyProcess.run(program, { dataFolder, args: ['--forse'] });
      expect([refused.exitCode, refused.output]).toEqual([
        2,
        `Unknown option '--forse'. ${call} -- --help says what there is.\n`,
      ]);
      expect(existsSync(dataFolder)).toBe(false);
    },
    30_000,
  );

  it('says of keys and data in its help what the tests here have seen', async () => {
    const key = await ParleyProcess.run('demo-key', { dataFolder, args: ['--help'] });
    expect(key.answer).toContain('Keys made before go on working.');
    const reset = await ParleyProcess.run('demo-reset', { dataFolder, args: ['--help'] });
    expect(reset.answer).toContain('Refused while Parley runs on it.');
  });
});
