import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeSlack } from '@parley/channel-simulator';
import { content, HttpClient, TenantApi } from '@parley/testing';
import type { Parley } from '../src/index.ts';
import { readParleyConfig, startParley } from '../src/index.ts';
import { answers } from './slack-house.ts';

const guide = readFileSync(join(import.meta.dirname, '../../docs/guides/first-bot.md'), 'utf8');

/** What stands in the guide between two marks, the first time. */
function between(from: string, to: string): string {
  const start = guide.indexOf(from) + from.length;
  const end = guide.indexOf(to, start);
  if (start < from.length || end < 0) throw new Error(`The guide has nothing between “${from}” and “${to}”.`);
  return guide.slice(start, end);
}

interface Connecting {
  readonly connection: string;
  readonly secrets: { readonly signingSecret: string; readonly botToken: string };
}

/** The guide from nothing to a bot in Slack, step by step, with its own texts. */
describe('whoever follows the first guide', () => {
  const flow = between('```json\n', '```');
  const connecting = JSON.parse(between("-d '", "}'") + '}') as Connecting;
  let folder: string;
  let slack: FakeSlack;
  let parley: Parley;
  let http: HttpClient;
  let api: TenantApi;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-first-'));
    slack = await FakeSlack.start(connecting.secrets);
    const read = readParleyConfig({ PARLEY_DATA: folder, PORT: '0', SLACK_API_URL: slack.apiUrl });
    if (!read.ok) throw new Error(read.problems.join('\n'));
    parley = await startParley(read.config);
    slack.aim(`${parley.url}/channels/slack/${connecting.connection}`);
    http = new HttpClient(parley.url);
    api = new TenantApi(http, parley.demoKey ?? 'none');
  }, 60_000);

  afterAll(async () => {
    await http.close();
    expect(await parley.stop()).toEqual([]);
    await slack.stop();
    await rm(folder, { recursive: true, force: true });
  }, 30_000);

  const hello = 'Hello! Ask me when we are open.';
  const hours = 'Nine to five, every day but Sunday.';
  const say = (channel: string, user: string, text: string) => slack.say({ channel, user, text });

  it('gets the answers that it tells', async () => {
    await api.publish('shop', flow);
    content(await api.call('POST', '/v1/connections', connecting));
    await say('D1', 'U1', 'hello');
    await say('D1', 'U1', 'when are you open?');
    expect(await answers(slack, 'D1', 2)).toEqual([hello, hours]);
    expect(guide).toContain(`\`${hello}\`, then \`${hours}\``);
  });

  it('changes the bot for whoever is new, and for Ann once her conversation begins anew', async () => {
    await api.publish('shop', flow.replace(hours, 'Ten to six.'));
    // The default version of a flow is remembered for a second.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await say('D2', 'U2', 'when are you open?');
    await say('D1', 'U1', 'when are you open?');
    expect([await answers(slack, 'D2', 1), (await answers(slack, 'D1', 3)).at(-1)]).toEqual([['Ten to six.'], hours]);

    const { conversations } = content<{ conversations: readonly { conversation: string; lastMessage: number }[] }>(
      await api.call('GET', '/v1/conversations?limit=100'),
    );
    const ann = conversations.find(({ lastMessage }) => lastMessage > 2)?.conversation ?? 'none';
    content(await api.call('POST', `/v1/conversations/${ann}/reset`, {}));
    await say('D1', 'U1', 'when are you open?');
    expect((await answers(slack, 'D1', 4)).at(-1)).toBe('Ten to six.');
  });
});
