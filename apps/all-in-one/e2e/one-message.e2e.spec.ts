import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpClient, TenantApi, WebVisitor } from '@parley/testing';
import type { JournalEntryView } from '@parley/testing';
import type { Parley, ParleyConfig } from '../src/index.ts';
import { readParleyConfig, startParley } from '../src/index.ts';

/** The figure of the README, step by step, over real HTTP and the real embedded database. */
describe('one message, end to end', () => {
  let folder: string;
  let config: ParleyConfig;
  let parley: Parley;
  let http: HttpClient;
  let ann: WebVisitor;
  let api: TenantApi;

  const start = async (): Promise<void> => {
    parley = await startParley(config);
    http = new HttpClient(parley.url);
  };
  const stop = async (): Promise<void> => {
    await http.close();
    expect(await parley.stop()).toEqual([]);
  };
  const texts = (): readonly string[] => ann.messages.map(({ from, text }) => `${from}: ${text}`);
  const journal = (): Promise<readonly JournalEntryView[]> => api.journal(ann.visit.conversation);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-story-'));
    const read = readParleyConfig({ PARLEY_DATA: folder, PORT: '0' });
    if (!read.ok) throw new Error(read.problems.join('\n'));
    config = read.config;
    await start();
    api = new TenantApi(http, parley.demoKey ?? 'none');
  }, 60_000);

  afterAll(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  }, 30_000);

  it('a first start shows the page, and makes something to talk to', async () => {
    const page = await http.call('GET', '/chat/demo');
    expect(page.status).toBe(200);
    expect(page.content).toContain('<script type="module"');
    expect(parley.demoKey).toMatch(/^pk_/);
  });

  it('a visitor comes in, and the greeting is there', async () => {
    ann = await WebVisitor.arrive(http, 'demo');
    expect((await ann.opened()).status).toBe(200);
    expect((await ann.opened()).content).toEqual({ eventId: 'web: opened' });
    await ann.until((messages) => messages.length > 0);
    expect(texts()).toEqual(['bot: Hello there. I can send money for you.']);
  });

  it('[E007] chat receive-stimulus: answers 200 once the message is durable', async () => {
    const answer = await ann.say('m1', 'send 200 to Ann');
    expect(answer).toMatchObject({ status: 200, content: { eventId: 'web:m1' } });
  });

  it('chat ingest-stimulus → state-engine advance-conversation: one entry, understood', async () => {
    await ann.until((messages) => messages.some(({ text }) => text.startsWith('Done')));
    const entry = (await journal()).find(({ entry }) => entry?.stimulus.eventId === 'web:m1')?.entry;
    expect(entry?.outcome).toEqual({ kind: 'taken' });
    expect(entry).toMatchObject({
      understanding: {
        intent: 'transfer',
        entities: [
          { name: 'amount', value: 200 },
          { name: 'recipient', value: 'Ann' },
        ],
      },
    });
  });

  it('state-engine perform-operation: the bank moved the money once, and its result is an entry of its own', async () => {
    const lines = (await readFile(join(folder, 'demo-bank.jsonl'), 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ amount: 200, to: 'Ann' }),
    ]);
    const kinds = (await journal()).map(({ entry }) => entry?.stimulus.body.kind);
    expect(kinds).toEqual(['opened', 'message', 'result']);
  });

  it('[E086] chat record-outcome: person and bot in one gapless order', () => {
    expect(ann.messages.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(texts().slice(1)).toEqual([
      'person: send 200 to Ann',
      expect.stringMatching(/^bot: Done, id \S+\.$/),
      'bot: Anything else?',
    ]);
    expect(ann.messages[1]?.clientId).toBe('m1');
  });

  it('chat deliver-reply: an open stream is told of the reply', async () => {
    const gone = new AbortController();
    const path = `${parley.url}/channels/web-chat/demo/stream?after=4`;
    const headers = { authorization: `Bearer ${ann.visit.token}` };
    const stream = await fetch(path, { headers, signal: gone.signal });
    const decoder = new TextDecoder();
    let seen = '';
    await ann.say('m2', 'what are the fees?');
    for await (const chunk of stream.body ?? []) {
      seen += decoder.decode(chunk as Uint8Array, { stream: true });
      if (seen.includes('id: 7')) break;
    }
    gone.abort();
    expect(seen).toContain('event: message\ndata: {"number":6,"from":"bot","text":"Transfers are free."');
    await ann.until((messages) => messages.length === 7);
  });

  it('the same message again, three times at once, changes nothing', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => ann.say('m1', 'send 200 to Ann')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const before = (await journal()).length;
    await ann.say('m3', 'hello');
    await ann.until((messages) => messages.length === 9);
    expect(await journal()).toHaveLength(before + 1);
    expect((await readFile(join(folder, 'demo-bank.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(1);
  });

  it('state-engine fire-timer: a wake-up is arranged for the time at which the session goes idle', async () => {
    const last = (await journal()).at(-1);
    expect(last?.states).toContain('active');
  });

  it('a restart forgets nothing, and the conversation goes on where it stood', async () => {
    const before = texts();
    const { visit } = ann;
    await stop();
    await start();
    expect(parley.demoKey).toBeNull();
    ann = WebVisitor.resume(http, 'demo', visit);
    await ann.read();
    expect(texts()).toEqual(before);
    await ann.say('m4', 'transfer money');
    await ann.until((messages) => messages.at(-1)?.text === 'How much?');
  }, 30_000);
});
