import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '@parley/postgres';
import type { TestDatabase } from '@parley/postgres/testing';
import { testDatabase } from '@parley/postgres/testing';
import { createLogger, sweepAll } from '@parley/service-kit';
import { HttpClient, WebVisitor } from '@parley/testing';
import type { Parley, ParleyConfig } from '../src/index.ts';
import { readParleyConfig, startParley } from '../src/index.ts';
import { sweepsOf } from '../src/operating/retention.ts';
import type { Services } from '../src/services.ts';
import { createServices } from '../src/services.ts';
import { verifyAll } from '../src/verify-all.ts';
import { realWorld } from '../src/world.ts';

const DAY = 86_400_000;

let folder: string;
let database: TestDatabase;
let own: Database;
let config: ParleyConfig;
let parley: Parley;
let http: HttpClient;
let services: Services;
/** How far the clock is ahead, ms. */
let ahead = 0;
const now = (): number => Date.now() + ahead;
const logger = createLogger({ level: 'error', write: (line) => complaints.push(line), now });
const complaints: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-retention-'));
  database = await testDatabase();
  const read = readParleyConfig({ PARLEY_DATA: folder, PORT: '0', DURABILITY: 'dev', PARLEY_KEEP_ENDED: '100d' });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const { connectionString, host = '', port, user, database: name } = database.address;
  const databaseUrl = connectionString ?? `postgresql://${user}@${encodeURIComponent(host)}:${port}/${name}`;
  config = { ...read.config, databaseUrl };
  parley = await startParley(config, { ...realWorld, now });
  http = new HttpClient(parley.url);
  own = database.open();
  services = await createServices({ ...config, demoBankUrl: 'http://127.0.0.1' }, own, logger, []);
}, 90_000);
afterAll(async () => {
  await http.close();
  await parley.stop();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
}, 30_000);

/** Erasing is the running one's: through its own contract, as the round of the hour does it. */
const round = async (): Promise<void> => {
  const chat = {
    service: {
      eraseConversation: async ({ tenant, conversation }: { tenant: string; conversation: string }) => {
        const token = parley.demoKey ?? 'none';
        const answer = await http.call('DELETE', `/v1/conversations/${conversation}`, undefined, { token });
        if (answer.status !== 204) throw new Error(`${tenant}: ${answer.status}`);
        return {};
      },
    },
  } as unknown as Services['chat'];
  await sweepAll(sweepsOf({ services: { ...services, chat }, database: own, keep: config.keep, now }), logger);
};

const rows = async (table: string, conversation: string): Promise<number> =>
  (await database.asAdmin(`select from parley.${table} where conversation = $1`, [conversation])).length;

describe('retention', () => {
  it('erases what ended long ago and nothing else, then takes the bytes before the tombstone, and the history still verifies', async () => {
    const [ann, bob] = [await WebVisitor.arrive(http, 'demo'), await WebVisitor.arrive(http, 'demo')];
    await ann.say('1', 'send 200 to Ann');
    await ann.until((messages) => messages.some(({ text }) => text === 'Anything else?'));
    await ann.say('2', 'no');
    for (const until = Date.now() + 10_000; (await ann.read()).status !== 'ended' && Date.now() < until;);
    await bob.say('1', 'transfer money');
    await bob.until((messages) => messages.some(({ text }) => text === 'How much?'));

    await round();
    expect(await rows('messages', ann.visit.conversation)).toBeGreaterThan(2);

    ahead = 101 * DAY;
    await round();
    expect(await rows('messages', ann.visit.conversation)).toBe(0);
    expect(await rows('messages', bob.visit.conversation)).toBeGreaterThan(2);
    const before = await rows('journal', ann.visit.conversation);
    expect(before).toBeGreaterThan(1);

    ahead = 116 * DAY;
    await round();
    expect(await rows('journal', ann.visit.conversation)).toBe(1);
    expect(await rows('journal', bob.visit.conversation)).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
    const told: string[] = [];
    const verified = await verifyAll(database.address, services.engine.service, (line) => told.push(line));
    expect({ ...verified, told }).toMatchObject({ conversations: 2, faults: 0, told: [] });

    // Somebody who comes back begins anew, after the tombstone. (The visitor's token lives shorter than the story here.)
    ahead = 0;
    await ann.say('3', 'transfer money');
    const back = WebVisitor.resume(http, 'demo', ann.visit);
    await back.until((messages) => messages.some(({ text }) => text === 'How much?'));
    expect(await rows('journal', ann.visit.conversation)).toBe(2);
  }, 90_000);

  it('takes the oldest of the quarantine when it is too large, and what is past its time', async () => {
    const item = { tenant: 'demo', connection: 'demo', reason: 'odd', sealed: new Uint8Array(1_000) };
    for (const n of [1, 2, 3]) await services.quarantine.keep({ ...item, id: `q${n}`, receivedAt: now() - n * DAY });
    await services.quarantine.keep({ ...item, id: 'old', receivedAt: now() - 31 * DAY });
    const small = { ...config.keep, quarantineBytes: 2_500 };
    await sweepAll(sweepsOf({ services, database: own, keep: { ...small, endedMs: null }, now }), logger);
    expect((await services.quarantine.list('demo', 10)).map(({ id }) => id)).toEqual(['q1', 'q2']);
  }, 30_000);
});

describe('a tenant erased while people talk to it', () => {
  it('leaves no row but its tombstone, whatever was under way, and Parley serves on', async () => {
    ahead = 0;
    const visitors = await Promise.all(Array.from({ length: 4 }, () => WebVisitor.arrive(http, 'demo')));
    let isOver = false;
    let taken = 0;
    let faults = 0;
    const talking = visitors.map(async (visitor) => {
      for (let n = 1; !isOver; n += 1) {
        const { status } = await visitor.say(`m${n}`, n % 2 === 0 ? `number ${n}` : 'send 1 to Ann');
        if (status === 200) taken += 1;
        else if (status >= 500) faults += 1;
        else break;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    });
    while (taken < 20) await new Promise((resolve) => setTimeout(resolve, 10));
    await parley.eraseTenant('demo');
    isOver = true;
    await Promise.all(talking);
    const tables = await database.asAdmin<{ name: string }>(
      "select table_name as name from information_schema.columns where table_schema = 'parley' and column_name = 'tenant' order by 1",
    );
    const holding: string[] = [];
    for (const { name } of tables) {
      if ((await database.asAdmin(`select from parley.${name} where tenant = 'demo'`)).length > 0) holding.push(name);
    }
    expect(holding).toEqual(['tenants']);
    expect(faults).toBe(0);
    expect((await http.call('GET', '/readyz')).status).toBe(200);
    expect((await http.call('POST', '/channels/web-chat/demo/conversations', {})).status).toBe(404);
  }, 90_000);
});
