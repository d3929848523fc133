import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeSlack, signedHeaders } from '@parley/channel-simulator';
import { Database, PostgresQuarantine, runningAddress } from '@parley/postgres';
import { content, HttpClient, TenantApi } from '@parley/testing';
import type { Parley } from '../src/index.ts';
import { readParleyConfig, startParley } from '../src/index.ts';
import { answers, aWhile, connectDesk, connection } from './slack-house.ts';

/** Slack over real HTTP: a fake Slack on one side, the embedded database on the other. */
describe('[E004] a desk in Slack', () => {
  let folder: string;
  let slack: FakeSlack;
  let parley: Parley;
  let http: HttpClient;
  let api: TenantApi;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-slack-'));
    slack = await FakeSlack.start({ echoes: true, perSecond: 50, burst: 50, minuteMs: 200 });
    const environment = { PARLEY_DATA: folder, PORT: '0', SLACK_API_URL: slack.apiUrl, SLACK_CHANNEL_RATE: '50' };
    const read = readParleyConfig(environment);
    if (!read.ok) throw new Error(read.problems.join('\n'));
    parley = await startParley(read.config);
    http = new HttpClient(parley.url);
    api = new TenantApi(http, parley.demoKey ?? 'none');
    await connectDesk(api, slack, parley.url);
  }, 60_000);

  afterAll(async () => {
    await http.close();
    expect(await parley.stop()).toEqual([]);
    await slack.stop();
    await rm(folder, { recursive: true, force: true });
  }, 30_000);

  const health = async () =>
    content<Record<string, unknown>>(await api.call('GET', `/v1/connections/${connection}/health`));
  const conversations = async () =>
    content<{ conversations: readonly { conversation: string; connection: string }[] }>(
      await api.call('GET', '/v1/conversations?limit=100'),
    ).conversations.filter((one) => one.connection === connection);
  /** The conversation that is not among those known before. */
  const newest = async (before: readonly { conversation: string }[]): Promise<string> => {
    const known = new Set(before.map((one) => one.conversation));
    return (await conversations()).find((one) => !known.has(one.conversation))?.conversation ?? '';
  };
  const press = (channel: string, user: string, label: string) => {
    const button = slack.buttons(channel).find((one) => one.label === label);
    if (!button) throw new Error(`no button ${label}`);
    return slack.press(channel, user, button);
  };
  const post = (body: string, headers: Readonly<Record<string, string>>) =>
    fetch(`${parley.url}/channels/slack/${connection}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });

  it('is verified by its signature before it tells the challenge, and shows that it was', async () => {
    expect((await health())['verifiedAt']).toBeNull();
    const challenge = JSON.stringify({ type: 'url_verification', challenge: 'tell me' });
    const forged = await post(challenge, signedHeaders('another secret', challenge, Date.now()));
    expect([forged.status, await forged.text()]).toEqual([401, expect.not.stringContaining('tell me')]);
    const early = await post(challenge, signedHeaders(slack.signingSecret, challenge, Date.now() + 400_000));
    expect([early.status, ((await early.json()) as { code: string }).code]).toEqual([401, 'channel.stale']);
    expect(await slack.verify()).toBe(true);
    expect((await health())['verifiedAt']).toEqual(expect.any(Number));
  });

  it('holds a conversation in a direct message, with buttons that count once', async () => {
    const said = await slack.say({ channel: 'D1', user: 'U1', text: 'milk & <@U2>' });
    expect(said.sent[0]?.attempts).toMatchObject([{ status: 200, body: '' }]);
    expect(await answers(slack, 'D1', 1)).toEqual(['Shall I note “milk &amp; @U2”?']);
    expect((await press('D1', 'U1', 'Yes')).isAcknowledged).toBe(true);
    expect(await answers(slack, 'D1', 2)).toContain('Noted.');
    await press('D1', 'U1', 'No');
    await slack.say({ channel: 'D1', user: 'U1', text: 'bread' });
    const all = await answers(slack, 'D1', 3);
    await aWhile();
    expect(all.slice(1)).toEqual(['Noted.', 'Shall I note “bread”?']);
    await slack.say({ channel: 'D1', user: 'U1', text: 'no thanks' });
    expect((await answers(slack, 'D1', 4)).at(-1)).toBe('Forgotten.');
  });

  it('answers a mention in its thread, once though it comes as two events, and then whoever speaks there', async () => {
    const { ts } = await slack.mention({ channel: 'C1', user: 'U1', text: 'tea' });
    await answers(slack, 'C1', 1);
    await slack.say({ channel: 'C1', user: 'U2', text: 'yes', thread: ts });
    await answers(slack, 'C1', 2);
    await aWhile();
    expect(slack.answers('C1', ts).map(({ text }) => text)).toEqual(['Shall I note “tea”?', 'Noted.']);
  });

  it('leaves alone what is none of its business: talk, threads of others, its own messages', async () => {
    const before = await conversations();
    const { ts } = await slack.say({ channel: 'C2', user: 'U1', text: 'lunch?' });
    await slack.say({ channel: 'C2', user: 'U2', text: 'yes', thread: ts });
    await aWhile();
    expect(slack.answers('C2')).toEqual([]);
    expect(await conversations()).toHaveLength(before.length);
    await slack.mention({ channel: 'C2', user: 'U2', text: 'soup', thread: ts });
    expect(await answers(slack, 'C2', 1)).toEqual(['Shall I note “soup”?']);
    expect(slack.answers('C2', ts)).toHaveLength(1);
  });

  it('notices what is edited and what is taken back', async () => {
    const { ts } = await slack.say({ channel: 'D3', user: 'U3', text: 'salt' });
    await answers(slack, 'D3', 1);
    await slack.edit('D3', ts, 'sugar');
    await slack.delete('D3', ts);
    expect((await answers(slack, 'D3', 3)).slice(1)).toEqual([
      'You made “salt” into “sugar”.',
      'You took back “sugar”.',
    ]);
  });

  it('answers a slash command to the one who typed it, buttons and all', async () => {
    const sent = await slack.command('C4', 'U4', '/note', 'rice');
    expect(sent.attempts).toMatchObject([{ status: 200, body: '' }]);
    expect(await answers(slack, 'C4', 1)).toEqual(['Shall I note “rice”?']);
    await press('C4', 'U4', 'Yes');
    expect(await answers(slack, 'C4', 2)).toEqual(['Shall I note “rice”?', 'Noted.']);
    expect(slack.answers('C4').map(({ onlyFor }) => onlyFor)).toEqual(['U4', 'U4']);
  });

  it('acknowledges a form with nothing, and offers no options to menus of others', async () => {
    const view = { id: 'V1', hash: 'h', callback_id: 'order', state: { values: { a: { b: { value: 'x' } } } } };
    const form = await slack.interact('view_submission', 'U5', { view });
    expect(form.attempts).toMatchObject([{ status: 200, body: '' }]);
    const menu = await slack.interact('block_suggestion', 'U5', { value: 're' });
    expect(menu.attempts).toMatchObject([{ status: 200, body: '{"options":[]}' }]);
  });

  it('takes one turn for what comes three times at once and again later', async () => {
    const before = await conversations();
    const event = {
      type: 'message',
      channel: 'D6',
      channel_type: 'im',
      user: 'U6',
      ts: '1763740001.000600',
      text: 'oil',
    };
    await Promise.all([1, 2, 3].map(() => slack.sendEvent(event)));
    expect(await answers(slack, 'D6', 1)).toHaveLength(1);
    await slack.sendEvent(event);
    await slack.say({ channel: 'D6', user: 'U6', text: 'yes' });
    await answers(slack, 'D6', 2);
    await aWhile();
    expect(slack.answers('D6').map(({ text }) => text)).toEqual(['Shall I note “oil”?', 'Noted.']);
    const journal = await api.journal(await newest(before));
    expect(journal.map(({ entry }) => entry?.stimulus.eventId)).toEqual([
      'slack:T0FAKE:D6:1763740001.000600',
      expect.stringMatching(/^slack:T0FAKE:D6:/),
    ]);
  });

  it('waits as long as Slack asks, in order, and holds up nobody else', async () => {
    slack.arrange({ method: 'chat.postMessage', status: 429, retryAfter: 1 });
    const began = Date.now();
    await slack.say({ channel: 'D7', user: 'U7', text: 'one' });
    await aWhile(250);
    await slack.say({ channel: 'D8', user: 'U8', text: 'other' });
    await slack.say({ channel: 'D7', user: 'U7', text: 'yes' });
    expect(await answers(slack, 'D8', 1)).toHaveLength(1);
    expect(Date.now() - began).toBeLessThan(1_000);
    expect(slack.answers('D7')).toEqual([]);
    expect(await answers(slack, 'D7', 2)).toEqual(['Shall I note “one”?', 'Noted.']);
    expect(Date.now() - began).toBeGreaterThanOrEqual(1_000);
  });

  it('sends again what Slack failed to take, and not what it took though its answer was lost', async () => {
    slack.arrange({ method: 'chat.postMessage', status: 500 });
    await slack.say({ channel: 'D9', user: 'U9', text: 'flour' });
    expect(await answers(slack, 'D9', 1)).toHaveLength(1);
    for (const fault of [{ cuts: true }, { status: 500 }, { error: 'fatal_error' }]) {
      slack.arrange({ method: 'chat.postMessage', does: true, ...fault });
      const before = slack.answers('D9').length;
      await slack.say({ channel: 'D9', user: 'U9', text: 'yes' });
      await answers(slack, 'D9', before + 1);
      await slack.say({ channel: 'D9', user: 'U9', text: 'flour' });
      await answers(slack, 'D9', before + 2);
    }
    await aWhile(2_500);
    const texts = slack.answers('D9').map(({ text }) => text);
    expect(texts).toEqual(['Shall I note “flour”?', ...Array(3).fill(['Noted.', 'Shall I note “flour”?'])].flat());
  }, 40_000);

  it('does not send twice what Slack took too long to answer', async () => {
    slack.arrange({ method: 'chat.postMessage', afterMs: 9_500 });
    await slack.say({ channel: 'D10', user: 'U10', text: 'slow' });
    // An answer that comes before its question is none.
    await answers(slack, 'D10', 1);
    await slack.say({ channel: 'D10', user: 'U10', text: 'yes' });
    expect(await answers(slack, 'D10', 2, 20_000)).toEqual(['Shall I note “slow”?', 'Noted.']);
    await aWhile(1_000);
    expect(slack.answers('D10')).toHaveLength(2);
  }, 40_000);

  it('gives up what Slack refuses for good, shows why, and goes on', async () => {
    slack.arrange({ method: 'chat.postMessage', error: 'is_archived' });
    await slack.say({ channel: 'D11', user: 'U11', text: 'lost' });
    await aWhile();
    await slack.say({ channel: 'D11', user: 'U11', text: 'yes' });
    expect(await answers(slack, 'D11', 1)).toEqual(['Noted.']);
    expect(await health()).toMatchObject({
      lastInboundAt: expect.any(Number),
      lastOutboundAt: expect.any(Number),
      lastError: { at: expect.any(Number), what: 'not delivered: is_archived' },
    });
    expect((await api.call('GET', '/v1/connections/none/health')).status).toBe(404);
  });

  it('acknowledges and sets aside what nobody understands, as it came', async () => {
    const strange = JSON.stringify({
      type: 'event_callback',
      team_id: 'T0FAKE',
      event: { type: 'telepathy', secret: 'ümläut' },
    });
    const sent = await slack.send(strange);
    await slack.send(strange);
    expect(sent.attempts).toMatchObject([{ status: 200, body: '' }]);
    for (const body of ['{', '', 'null', '{"type":"event_callback","event":[]}', `{"a":${'['.repeat(500)}`]) {
      expect((await slack.send(body)).attempts).toMatchObject([{ retry: 0, status: 200 }]);
    }
    const address = await runningAddress(folder);
    if (address === null) throw new Error('no database runs');
    const database = new Database(address);
    const kept = await new PostgresQuarantine(database).list('demo', 50);
    await database.close();
    expect(kept.filter(({ reason }) => reason === 'no such event: telepathy')).toHaveLength(1);
    expect(kept).toHaveLength(6);
    for (const { sealed } of kept) expect(Buffer.from(sealed).includes('telepathy')).toBe(false);
  });

  it('tells Slack not to come again where there is nobody', async () => {
    const before = slack.calls.length;
    slack.aim(`${parley.url}/channels/slack/nobody`);
    const sent = await slack.sendEvent({ type: 'message', channel: 'D1', user: 'U1', ts: '1.1', text: 'hi' });
    slack.aim(`${parley.url}/channels/slack/${connection}`);
    expect(sent.attempts.map(({ status }) => status)).toEqual([404]);
    expect(slack.calls).toHaveLength(before);
  });

  it('forgets where an erased conversation took place, and begins anew when it is spoken to again', async () => {
    const before = await conversations();
    const { ts } = await slack.mention({ channel: 'C12', user: 'U12', text: 'secret' });
    await answers(slack, 'C12', 1);
    const conversation = await newest(before);
    expect((await api.erase(conversation)).status).toBeLessThan(300);
    await slack.say({ channel: 'C12', user: 'U12', text: 'yes', thread: ts });
    await aWhile();
    expect(slack.answers('C12')).toHaveLength(1);
    await slack.mention({ channel: 'C12', user: 'U12', text: 'again', thread: ts });
    expect((await answers(slack, 'C12', 2)).at(-1)).toBe('Shall I note “again”?');
  });
});
