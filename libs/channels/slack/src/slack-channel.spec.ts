import { FakeSlack } from '@parley/channel-simulator';
import type { ChannelAccess, OutboundReply } from '@parley/ports';
import { channelSuite } from '@parley/ports/suites/channel';
import { SlackChannel, WebApi } from './index.ts';
import type { SlackPlace } from './index.ts';

const thread: SlackPlace = { in: 'thread', channel: 'C1', thread: '1763740002.000200' };

async function open(place: SlackPlace = thread) {
  const slack = await FakeSlack.start({ perSecond: 1_000, burst: 1_000 });
  const api = new WebApi(slack.apiUrl);
  const channel = new SlackChannel({ api, answerOrigins: [slack.origin], now: () => Date.now() });
  const access: ChannelAccess = { settings: {}, secrets: { botToken: slack.botToken } };
  const reply = (change: Partial<OutboundReply> = {}): OutboundReply => ({
    ...{ tenant: 'bank', connection: 'slack', conversation: 'ann', reply: 'ann:1:0', number: 1, createdAt: Date.now() },
    ...{ place: JSON.stringify(place), from: 'bot', text: 'Hello!', choices: [] },
    ...change,
  });
  const close = async (): Promise<void> => {
    await api.close();
    await slack.stop();
  };
  return { slack, channel, access, reply, close, send: (one: OutboundReply) => channel.send(one, access) };
}

for (const place of [
  thread,
  { in: 'direct', channel: 'D1' } as const,
  { in: 'direct', channel: 'D1', thread: '1.2' } as const,
]) {
  channelSuite({
    name: `SlackChannel (${JSON.stringify(place)})`,
    open: async () => {
      const { slack, channel, access, close } = await open(place);
      return {
        ...{ channel, access, close, place: JSON.stringify(place) },
        shown: () =>
          Promise.resolve(slack.answers(place.channel).map(({ metadata }) => String(metadata?.event_payload['reply']))),
        hold: () => slack.arrange({ method: 'chat.postMessage', status: 429, retryAfter: 1 }),
        lose: () => slack.arrange({ method: 'chat.postMessage', cuts: true, does: true }),
      };
    },
  });
}

describe('a reply in Slack', () => {
  let world: Awaited<ReturnType<typeof open>>;
  afterEach(() => world.close());
  const choices = [
    { label: 'Yes', intent: 'yes', episode: 3, question: 4 },
    { label: 'N'.repeat(100), intent: 'no', episode: 3, question: 4 },
  ];

  it('stands in its thread, with its id, and mentions nobody whatever its text is', async () => {
    world = await open();
    await world.send(world.reply({ text: '<!channel> & <@U1>' }));
    expect(world.slack.answers('C1', '1763740002.000200')).toMatchObject([
      {
        text: '&lt;!channel&gt; &amp; &lt;@U1&gt;',
        metadata: { event_type: 'parley_reply', event_payload: { reply: 'ann:1:0' } },
      },
    ]);
  });

  it('shows its choices as buttons that bring back their question', async () => {
    world = await open();
    expect((await world.send(world.reply({ text: `${'&'.repeat(4_000)}?`, choices }))).kind).toBe('sent');
    const [yes, no] = world.slack.buttons('C1');
    expect(yes).toMatchObject({ label: 'Yes', element: { value: '["C1:1763740002.000200",3,4,"yes"]' } });
    expect(no?.label).toBe(`${'N'.repeat(74)}…`);
  });

  it('of any length and script is taken, and says where it was cut', async () => {
    world = await open();
    const texts = ['', ' \n', '😀'.repeat(30_000), '&'.repeat(39_000), '<'.repeat(64 * 1024)];
    for (const text of texts) {
      for (const shown of [[], choices])
        expect((await world.send(world.reply({ text, choices: shown }))).kind).toBe('sent');
    }
    const [, , , , smileys, , ampersands] = world.slack.answers('C1').map(({ text }) => text);
    expect(smileys).toMatch(/^(?:😀)+…$/u);
    expect(ampersands).toMatch(/^(?:&amp;)+…$/);
  });

  it('is refused for good where Slack says so, and comes again where Slack cannot', async () => {
    world = await open();
    for (const error of ['invalid_auth', 'channel_not_found', 'is_archived', 'unheard_of']) {
      world.slack.arrange({ method: 'chat.postMessage', error });
      expect(await world.send(world.reply())).toEqual({ kind: 'failed', reason: error });
    }
    for (const fault of [{ status: 500 }, { status: 503 }, { error: 'internal_error' }, { cuts: true }]) {
      world.slack.arrange({ method: 'chat.postMessage', ...fault });
      expect(await world.send(world.reply())).toEqual({ kind: 'later', retryInMs: 2_000, why: 'lost' });
    }
    world.slack.arrange({ method: 'chat.postMessage', error: 'ratelimited' });
    expect(await world.send(world.reply())).toEqual({ kind: 'later', retryInMs: 1_000, why: 'held' });
    world.slack.arrange({ method: 'chat.postMessage', status: 429, retryAfter: 30 });
    expect(await world.send(world.reply())).toEqual({ kind: 'later', retryInMs: 30_000, why: 'held' });
    expect(world.slack.answers('C1')).toEqual([]);
  });

  it('is not sent without a place or a token', async () => {
    world = await open();
    expect(await world.send(world.reply({ place: null }))).toEqual({ kind: 'failed', reason: 'place_unknown' });
    const none = { settings: {}, secrets: {} };
    expect(await world.channel.send(world.reply(), none)).toEqual({ kind: 'failed', reason: 'bot_token_missing' });
    const wrong = { settings: {}, secrets: { botToken: 'xoxb-wrong' } };
    expect(await world.channel.send(world.reply(), wrong)).toEqual({ kind: 'failed', reason: 'invalid_auth' });
    expect(world.slack.answers('C1')).toEqual([]);
  });

  it('is found behind many other messages, and cannot be looked for where Slack shows us nothing', async () => {
    world = await open({ in: 'direct', channel: 'D1' });
    const sent = await world.send(world.reply());
    for (let number = 2; number < 260; number += 1) await world.send(world.reply({ reply: `ann:${number}:0` }));
    expect(await world.channel.find(world.reply(), world.access)).toEqual({ ...sent, kind: 'found' });
    world.slack.arrange({ method: 'conversations.history', error: 'missing_scope' });
    expect(await world.channel.find(world.reply(), world.access)).toEqual({ kind: 'unsearchable' });
    world.slack.arrange({ method: 'conversations.history', status: 429, retryAfter: 2 });
    expect(await world.channel.find(world.reply(), world.access)).toEqual({
      kind: 'later',
      retryInMs: 2_000,
      why: 'held',
    });
  });

  it('goes at the pace of its channel: threads of one channel share it', async () => {
    world = await open();
    const other = JSON.stringify({ ...thread, thread: '9.9' });
    expect(world.channel.pace(world.reply({ place: other }))).toEqual(world.channel.pace(world.reply()));
    const elsewhere = JSON.stringify({ ...thread, channel: 'C2' });
    expect(world.channel.pace(world.reply({ place: elsewhere }))).not.toEqual(world.channel.pace(world.reply()));
  });
});

describe('an answer to a slash command', () => {
  let world: Awaited<ReturnType<typeof open>>;
  afterEach(() => world.close());

  const command = async () => {
    world = await open();
    await world.slack.command('C1', 'U1', '/bank', 'hello');
    const url = world.slack.answerUrl;
    const until = Date.now() + 60_000;
    return JSON.stringify({ in: 'command', channel: 'C1', user: 'U1', url, until });
  };
  it('is seen by the person who typed it alone, five times; what comes after goes to them directly', async () => {
    const place = await command();
    for (let number = 1; number <= 6; number += 1) {
      expect((await world.send(world.reply({ place, reply: `ann:${number}:0` }))).kind).toBe('sent');
    }
    expect(world.slack.messages('C1').map(({ onlyFor }) => onlyFor)).toEqual(Array(5).fill('U1'));
    expect(world.slack.answers('D1')).toHaveLength(1);
  });

  it('goes to the person directly when its address is void, expired or not of Slack', async () => {
    const own = JSON.parse(await command()) as SlackPlace;
    const none = { url: `${world.slack.origin}/answers/none` };
    for (const change of [
      none,
      { until: Date.now() - 1 },
      { url: 'http://127.0.0.1:9/answers/x' },
      { url: 'no address' },
    ]) {
      expect((await world.send(world.reply({ place: JSON.stringify({ ...own, ...change }) }))).kind).toBe('sent');
    }
    expect(world.slack.answers('D1')).toHaveLength(4);
    expect(world.slack.messages('C1')).toEqual([]);
  });

  it('cannot be looked for: nobody but the person sees it', async () => {
    const place = await command();
    expect(await world.channel.find(world.reply({ place }), world.access)).toEqual({ kind: 'unsearchable' });
  });
});
