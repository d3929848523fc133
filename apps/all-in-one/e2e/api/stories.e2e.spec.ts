import { unwrap, type ParleyClient } from '@parley/client';
import { ApiWorld, codeOf as code, refusalOf } from './api-world.ts';

let world: ApiWorld;
let api: ParleyClient;

beforeAll(async () => {
  world = await ApiWorld.start();
  const bank = await world.tenant('bank');
  api = bank.client;
  await world.connect(bank, 'desk', 'desk');
}, 60_000);

afterAll(() => world.stop(), 30_000);

const begin = (text: string, id?: string) =>
  unwrap(
    api.POST('/v1/conversations', {
      body: { connection: 'desk', text, ...(id !== undefined && { id }) },
      params: { query: { wait: '10s' } },
    }),
  );
const at = (conversation: string) => ({ params: { path: { conversation } } });
const say = (conversation: string, text: string) =>
  unwrap(
    api.POST('/v1/conversations/{conversation}/messages', {
      params: { path: { conversation }, query: { wait: '10s' } },
      body: { text },
    }),
  );
const statusOf = async (conversation: string) =>
  (await unwrap(api.GET('/v1/conversations/{conversation}', at(conversation)))).status;

describe('a message that is posted by program', () => {
  it('begins a conversation, and is answered with what came of it', async () => {
    const posted = await begin('what are the fees?');
    expect(posted).toMatchObject({ settled: true, outcome: 'taken', seq: 1 });
    expect(posted.messages.map(({ from }) => from)).toEqual(expect.arrayContaining(['person', 'bot']));
    const { messages } = await unwrap(api.GET('/v1/conversations/{conversation}/messages', at(posted.conversation)));
    expect(messages).toEqual(posted.messages);
  });

  it('sent again under its id is the same message of the same conversation', async () => {
    const [once, again] = [await begin('what are the fees?', 'm-1'), await begin('what are the fees?', 'm-1')];
    expect(again).toEqual(once);
    const { entries } = await unwrap(api.GET('/v1/conversations/{conversation}/journal', at(once.conversation)));
    expect(entries).toHaveLength(1);
  });

  it('is answered with 202 where nobody waits, and is durable', async () => {
    const { response, data } = await api.POST('/v1/conversations', { body: { connection: 'desk', text: 'hello' } });
    expect([response.status, data?.settled]).toEqual([202, false]);
    const found = await eventually(() => api.GET('/v1/conversations/{conversation}', at(data?.conversation ?? '')));
    expect(found.seq).toBe(1);
  });

  it('begins nothing on Slack, where a conversation is in the place of its first message', async () => {
    const secrets = { signingSecret: 's'.repeat(32), botToken: `xoxb-${'1'.repeat(20)}` };
    const body = { connection: 'slack-desk', channel: 'slack' as const, flow: 'desk', settings: {}, secrets };
    await unwrap(api.POST('/v1/connections', { body }));
    const begun = api.POST('/v1/conversations', { body: { connection: 'slack-desk', text: 'hello' } });
    expect(await code(begun)).toBe('connection.begins-there');
    expect(
      (await unwrap(api.GET('/v1/conversations', { params: { query: { connection: 'slack-desk' } } }))).conversations,
    ).toEqual([]);
  });

  it('is not taken by a connection that is paused, nor is one of a visitor', async () => {
    const { conversation } = await begin('hello');
    const pause = (paused: boolean) =>
      unwrap(
        api.PUT('/v1/connections/{connection}/pause', { params: { path: { connection: 'desk' } }, body: { paused } }),
      );
    expect((await pause(true)).paused).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const refused = api.POST('/v1/conversations/{conversation}/messages', {
      ...at(conversation),
      body: { text: 'hi' },
    });
    expect(await code(refused)).toBe('connection.paused');
    const visit = await world.call('POST', '/channels/web-chat/desk/messages', {
      body: { id: '1', text: 'hi' },
      key: 'x',
    });
    expect(await refusalOf(visit)).toEqual([503, 'connection.resting']);
    expect((await pause(false)).paused).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await say(conversation, 'what are the fees?')).settled).toBe(true);
  });
});

describe('an agent', () => {
  it('claims a conversation wherever its flow is, answers, and gives it back where it was', async () => {
    const { conversation } = await begin('what are the fees?');
    const before = await unwrap(api.GET('/v1/conversations/{conversation}/context', at(conversation)));
    const act = (agent: string) => ({ ...at(conversation), body: { agent } });
    await unwrap(api.POST('/v1/conversations/{conversation}/claim', act('eve')));
    expect(await statusOf(conversation)).toBe('agent');
    expect(await code(api.POST('/v1/conversations/{conversation}/claim', act('bob')))).toBe('conversation.claimed');
    expect((await say(conversation, 'is anybody there?')).messages.map(({ from }) => from)).toEqual(['person']);
    const body = { agent: 'eve', text: 'I am.' };
    await unwrap(api.POST('/v1/conversations/{conversation}/agent-messages', { ...at(conversation), body }));
    await unwrap(api.POST('/v1/conversations/{conversation}/close-handoff', act('eve')));
    expect(await statusOf(conversation)).toBe('bot');
    const after = await unwrap(api.GET('/v1/conversations/{conversation}/context', at(conversation)));
    expect(after).toMatchObject({ states: before.states, data: before.data, claimedBy: null });
    expect(await code(api.POST('/v1/conversations/{conversation}/close-handoff', act('eve')))).toBe('handoff.not-open');
  });

  it('ends an episode, resets a conversation, and the person is heard again', async () => {
    const { conversation } = await begin('send 200 to Ann');
    await unwrap(api.POST('/v1/conversations/{conversation}/end', { ...at(conversation), body: {} }));
    expect(await statusOf(conversation)).toBe('ended');
    const again = api.POST('/v1/conversations/{conversation}/end', { ...at(conversation), body: {} });
    expect(await code(again)).toBe('conversation.not-running');
    await unwrap(api.POST('/v1/conversations/{conversation}/reset', { ...at(conversation), body: {} }));
    const found = await unwrap(api.GET('/v1/conversations/{conversation}', at(conversation)));
    expect(found).toMatchObject({ status: 'bot', episode: 2 });
    expect((await say(conversation, 'what are the fees?')).outcome).toBe('taken');
  });
});

describe('conversations', () => {
  it('are found by words that were said, until they are erased', async () => {
    const { conversation } = await begin('My Aardvark is lost');
    const search = async (text: string) =>
      (await unwrap(api.GET('/v1/conversations', { params: { query: { text } } }))).conversations.map(
        (one) => one.conversation,
      );
    await eventually(async () => ({ data: (await search('aardvark')).length > 0 ? {} : undefined }));
    expect(await search('lost AARDVARK')).toEqual([conversation]);
    expect(await search('aard')).toEqual([]);
    expect(await search('aardvark zebra')).toEqual([]);
    const { response } = await api.DELETE('/v1/conversations/{conversation}', at(conversation));
    expect(response.status).toBe(204);
    await eventually(async () => ({ data: (await search('aardvark')).length === 0 ? {} : undefined }));
    const { messages } = await unwrap(api.GET('/v1/conversations/{conversation}/messages', at(conversation)));
    expect(messages).toEqual([]);
  });

  it('are listed by status, flow, connection and time, a page at a time, none twice', async () => {
    const all: string[] = [];
    for (let cursor: string | undefined; ;) {
      const query = { limit: 2, ...(cursor !== undefined && { cursor }) };
      const page = await unwrap(api.GET('/v1/conversations', { params: { query } }));
      all.push(...page.conversations.map(({ conversation }) => conversation));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(5);
    const count = async (query: object) =>
      (await unwrap(api.GET('/v1/conversations', { params: { query } }))).conversations.length;
    expect(await count({ flow: 'desk' })).toBe(all.length);
    expect([await count({ flow: 'none' }), await count({ connection: 'none' }), await count({ until: 1 })]).toEqual([
      0, 0, 0,
    ]);
    expect(await count({ status: 'erased' })).toBe(1);
  });

  it('are counted', async () => {
    const usage = await unwrap(api.GET('/v1/usage'));
    expect(usage.conversations).toBeGreaterThan(5);
    expect(usage.messages).toBeGreaterThan(usage.conversations);
    const health = await unwrap(
      api.GET('/v1/connections/{connection}/health', { params: { path: { connection: 'desk' } } }),
    );
    expect(health).toMatchObject({ paused: false, quarantined: 0 });
    expect(health.lastMovedAt).toBeGreaterThan(0);
  });
});

describe('lists of work', () => {
  it('show nothing where nothing failed, and redrive nothing that did not', async () => {
    const { conversation } = await begin('what are the fees?');
    expect(await unwrap(api.GET('/v1/failed'))).toEqual({ failed: [], next: null });
    expect((await unwrap(api.GET('/v1/quarantine'))).items).toEqual([]);
    const redrive = (seq: number) => api.POST('/v1/failed/redrive', { body: { conversation, seq, attempt: 1 } });
    expect(await code(redrive(1))).toBe('entry.not-failed');
    expect(await code(redrive(99))).toBe('entry.unknown');
  });

  it('show what failed, which is redriven once it can be done', async () => {
    const empty = await world.tenant('late');
    const body = { connection: 'late-desk', channel: 'web-chat' as const, flow: 'desk', settings: plain, secrets: {} };
    await unwrap(empty.client.POST('/v1/connections', { body }));
    const message = { connection: 'late-desk', text: 'what are the fees?' };
    const failed = await unwrap(
      empty.client.POST('/v1/conversations', { body: message, params: { query: { wait: '10s' } } }),
    );
    expect(failed).toMatchObject({ outcome: 'failed', code: 'flow.none-published' });
    const listed = await unwrap(empty.client.GET('/v1/failed'));
    expect(listed.failed).toMatchObject([{ seq: 1, code: 'flow.none-published', kind: 'message' }]);
    await world.connect(empty, 'desk', 'late-desk-2');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const attempt = { conversation: failed.conversation, seq: 1, attempt: 1 };
    const once = await unwrap(empty.client.POST('/v1/failed/redrive', { body: attempt }));
    expect(once).toMatchObject({ settled: true, outcome: 'taken', eventId: `redrive:${failed.eventId}:1` });
    expect(await unwrap(empty.client.POST('/v1/failed/redrive', { body: attempt }))).toEqual(once);
  });
});

const plain = { allowedOrigins: ['self'], showJournal: false };

/** Asks until there is an answer. */
async function eventually<Data>(ask: () => Promise<{ readonly data?: Data }>): Promise<Data> {
  for (const until = Date.now() + 10_000; Date.now() < until;) {
    const { data } = await ask();
    if (data !== undefined) return data;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It never came to be.');
}
