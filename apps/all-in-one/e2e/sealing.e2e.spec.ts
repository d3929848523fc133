import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { TestDatabase } from '@parley/postgres/testing';
import { testDatabase } from '@parley/postgres/testing';
import { createLogger } from '@parley/service-kit';
import type { JournalEntryView } from '@parley/testing';
import { HttpClient, TenantApi, WebVisitor } from '@parley/testing';
import type { Parley, ParleyConfig } from '../src/index.ts';
import { readParleyConfig, startParley } from '../src/index.ts';
import { createServices } from '../src/services.ts';
import { verifyAll } from '../src/verify-all.ts';

/** Words that nobody but the two of them says: a name, an agent's sentence, a text too long for the log. */
const annsWords = ['Zanzibara', 'wombat', 'quokka', 'xylograph'] as const;
const bobsWords = ['Bartholomea'] as const;

let folder: string;
let database: TestDatabase;
let config: ParleyConfig;
let parley: Parley;
let http: HttpClient;
let api: TenantApi;
let ann: WebVisitor;
let bob: WebVisitor;
let logged = '';

beforeAll(async () => {
  const keep = (...words: unknown[]): void => void (logged += `${words.join(' ')}\n`);
  for (const way of ['log', 'warn', 'error'] as const) jest.spyOn(console, way).mockImplementation(keep);
  folder = await mkdtemp(join(tmpdir(), 'parley-sealing-'));
  database = await testDatabase();
  const read = readParleyConfig({ PARLEY_DATA: folder, PORT: '0', DURABILITY: 'dev', PARLEY_LOG: 'debug' });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const { connectionString, host = '', port, user, database: name } = database.address;
  const databaseUrl = connectionString ?? `postgresql://${user}@${encodeURIComponent(host)}:${port}/${name}`;
  config = { ...read.config, databaseUrl };
  parley = await startParley(config);
  http = new HttpClient(parley.url);
  api = new TenantApi(http, parley.demoKey ?? 'none');
  ann = await WebVisitor.arrive(http, 'demo');
  bob = await WebVisitor.arrive(http, 'demo');
  await talk();
}, 90_000);

afterAll(async () => {
  jest.restoreAllMocks();
  await http.close();
  await parley.stop();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
}, 30_000);

/** An operation, a deferred word, a long text, a handoff with an agent's answer; and what is refused on the way. */
async function talk(): Promise<void> {
  const says = async (visitor: WebVisitor, id: string, text: string, answer: string): Promise<void> => {
    const before = visitor.messages.length;
    await visitor.say(id, text);
    await visitor.until((messages) => messages.slice(before).some((message) => message.text.includes(answer)));
  };
  await says(ann, '1', 'send 200 to Zanzibara', 'Anything else?');
  await says(ann, '2', 'a wombat in the garden', 'Sorry');
  await ann.say('3', 'xylograph '.repeat(4_000));
  await ann.until((messages) => messages.some(({ text }) => text.startsWith('xylograph')));
  await says(ann, '4', 'I want to talk to a person', 'A colleague');
  expect((await api.agentSays(ann.visit.conversation, 'a1', 'It was a quokka.')).status).toBe(201);
  await ann.until((messages) => messages.some(({ text }) => text.includes('quokka')));
  const refused = { id: 'no id', text: 'wombat' };
  await http.call('POST', '/channels/web-chat/demo/messages', refused, { token: ann.visit.token });
  await withoutJournal(() => bob.say('1', 'send 5000 to Bartholomea'));
  await bob.until((messages) => messages.some(({ text }) => text === 'Send 5000 to Bartholomea?'));
}

/** Something to complain about in the log output, while a message is under way. */
async function withoutJournal(act: () => Promise<unknown>): Promise<void> {
  const before = logged.length;
  await database.asAdmin('alter table parley.journal rename to journal_away');
  try {
    await act();
    for (const until = Date.now() + 10_000; logged.length === before && Date.now() < until;) await sleep(10);
  } finally {
    await database.asAdmin('alter table parley.journal_away rename to journal');
  }
}

interface Found {
  readonly table: string;
  readonly word: string;
}

/** Every row of every table as text, bytes as hexadecimal digits, searched for the words as they are and as bytes. */
async function findWords(words: readonly string[]): Promise<readonly Found[]> {
  const tables = await database.asAdmin<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'parley' order by 1",
  );
  const found: Found[] = [];
  for (const { name } of tables) {
    const rows = await database.asAdmin<{ row: string }>(`select t::text as row from parley.${name} t`);
    const text = rows.map(({ row }) => row).join('\n');
    found.push(...words.filter((word) => holds(text, word)).map((word) => ({ table: name, word })));
  }
  return found;
}

/** Plain, in hexadecimal digits, or in base64 wherever it begins. */
function holds(text: string, word: string): boolean {
  const bytes = Buffer.from(word);
  const base64 = [0, 1, 2].map((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    return shifted.slice(Math.ceil((shift * 4) / 3) + (shift === 0 ? 0 : 1), -4);
  });
  return [word, bytes.toString('hex'), ...base64].some((shape) => text.includes(shape));
}

const verify = async (): Promise<{ faults: number; conversations: number; told: readonly string[] }> => {
  const told: string[] = [];
  const logger = createLogger({ level: 'error', write: () => undefined, now: () => 0 });
  const services = await createServices({ ...config, demoBankUrl: 'http://127.0.0.1' }, database.open(), logger, []);
  const verified = await verifyAll(database.address, services.engine.service, (line) => told.push(line));
  return { ...verified, told };
};

const journal = (visitor: WebVisitor): Promise<readonly JournalEntryView[]> => api.journal(visitor.visit.conversation);

describe('what people said', () => {
  it('is plain in the messages that they and agents read, and in no other table [E036]', async () => {
    const found = await findWords([...annsWords, ...bobsWords]);
    expect(found).toEqual([...annsWords, ...bobsWords].map((word) => ({ table: 'messages', word })));
  });

  it('would be found in bytes as well', async () => {
    const [row] = await database.asAdmin<{ bytes: string; base64: string }>(
      "select convert_to(body, 'UTF8')::text as bytes, encode(convert_to(body, 'UTF8'), 'base64') as base64 from parley.messages where body like '%quokka%'",
    );
    expect(row?.bytes).not.toContain('quokka');
    expect(holds(row?.bytes ?? '', 'quokka')).toBe(true);
    expect(holds(row?.base64 ?? '', 'quokka')).toBe(true);
  });

  it('was in every sealed place: log, journal, snapshot, operation, blob', async () => {
    const filled = await database.asAdmin<{ table: string; rows: number }>(`
      select 'event_log' as table, count(*)::int as rows from parley.event_log union all
      select 'journal', count(*)::int from parley.journal union all
      select 'operation_attempts', count(*)::int from parley.operation_attempts where request is not null union all
      select 'snapshots', count(*)::int from parley.snapshots`);
    expect(filled.filter(({ rows }) => rows === 0)).toEqual([]);
    expect((await blobs()).length).toBeGreaterThan(0);
  });

  it('is in no blob', async () => {
    const held = (await blobs()).filter((bytes) => annsWords.some((word) => holds(bytes.toString('latin1'), word)));
    expect(held).toEqual([]);
  });

  it('is in no line of the log output, not even when its entry could not be written', () => {
    expect(logged).toContain('"event":"ingest.paused"');
    expect([...annsWords, ...bobsWords].filter((word) => holds(logged, word))).toEqual([]);
  });

  it('is logged without the keys and tokens that were used', async () => {
    const keys = await Promise.all(['root.key', 'platform.key'].map((name) => readFile(join(folder, name), 'utf8')));
    const secrets = [...keys.map((key) => key.trim()), parley.demoKey ?? 'none', ann.visit.token, bob.visit.token];
    expect(secrets.filter((secret) => secret.length < 20 || holds(logged, secret))).toEqual([]);
  });

  it('is replayed from the journal as it was recorded', async () => {
    expect(await verify()).toMatchObject({ conversations: 2, faults: 0, told: [] });
  });
});

describe('an erased conversation', () => {
  beforeAll(async () => {
    expect((await api.erase(ann.visit.conversation)).status).toBe(204);
  });

  it('is readable nowhere, not by its visitor, not by the API', async () => {
    const answers = [
      await api.call('GET', `/v1/conversations/${ann.visit.conversation}`),
      await api.call('GET', `/v1/conversations/${ann.visit.conversation}/messages`),
      await api.call('GET', `/v1/conversations/${ann.visit.conversation}/journal`),
      await WebVisitor.resume(http, 'demo', ann.visit).read(),
    ];
    expect(annsWords.filter((word) => holds(JSON.stringify(answers), word))).toEqual([]);
    expect(answers[1]).toMatchObject({ status: 200, content: { messages: [], status: 'erased' } });
    const entries = await journal(ann);
    expect(entries.slice(0, -1).map(({ entry }) => entry)).toEqual(entries.slice(0, -1).map(() => null));
    expect(entries.at(-1)?.entry?.outcome).toEqual({ kind: 'erased' });
  });

  it('has left no word in any table, and no key', async () => {
    expect(await findWords(annsWords)).toEqual([]);
    const keys = await database.asAdmin('select wrapped from parley.conversation_keys where conversation = $1', [
      ann.visit.conversation,
    ]);
    expect(keys).toEqual([{ wrapped: null }]);
  });

  it('leaves the others as they were: they are read and replayed', async () => {
    expect(await findWords(bobsWords)).toEqual([{ table: 'messages', word: 'Bartholomea' }]);
    expect((await journal(bob)).at(-1)?.entry?.messages.at(-1)?.text).toBe('Send 5000 to Bartholomea?');
    expect(await verify()).toMatchObject({ conversations: 2, faults: 0, told: [] });
  });
});

describe('one changed byte in the journal', () => {
  it('is found, with the entry that it is in', async () => {
    const changed = await database.asAdmin(
      `update parley.journal set body = set_byte(body, length(body) / 2, get_byte(body, length(body) / 2) # 1)
       where conversation = $1 and seq = 1 returning seq`,
      [bob.visit.conversation],
    );
    expect(changed).toHaveLength(1);
    const { faults, told } = await verify();
    expect(faults).toBeGreaterThan(0);
    expect(told.every((line) => line.startsWith(`demo ${bob.visit.conversation} entry 1: `))).toBe(true);
  });
});

async function blobs(): Promise<readonly Buffer[]> {
  const files = await readdir(join(folder, 'blobs'), { recursive: true, withFileTypes: true });
  return Promise.all(files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name))));
}
