import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { FakeSlack } from '@parley/channel-simulator';
import type { Fault } from '@parley/channel-simulator';
import { freePort, HttpClient, ParleyProcess, scratchFolder, TenantApi } from '@parley/testing';
import { answers, aWhile, connectDesk } from './slack-house.ts';

/** Where the process dies, and what Slack does before, so that it comes by there. */
const deaths: readonly { readonly at: string; readonly fault?: Omit<Fault, 'method'>; readonly looks: boolean }[] = [
  { at: 'chat.after-send', looks: true },
  { at: 'chat.before-send', looks: true },
  { at: 'deliveries.before-status', looks: true },
  { at: 'places.before-note', looks: false },
  { at: 'holds.after-add', fault: { status: 429, retryAfter: 1 }, looks: true },
  { at: 'chat.after-find', fault: { cuts: true, does: true }, looks: true },
];

describe('a process that is killed while it answers in Slack', () => {
  const folder = scratchFolder('slack-crash');
  const dataFolder = join(folder, 'data');
  let slack: FakeSlack;
  let port: number;
  let running: ParleyProcess;

  const start = async (failpoint?: string): Promise<void> => {
    const env = {
      ...{ SLACK_API_URL: slack.apiUrl, SLACK_CHANNEL_RATE: '50' },
      ...(failpoint !== undefined && { PARLEY_FAILPOINT: `${failpoint}:1` }),
    };
    running = await ParleyProcess.start({ dataFolder, port, env });
  };

  beforeAll(async () => {
    slack = await FakeSlack.start({ perSecond: 50, burst: 50, minuteMs: 8_000 });
    port = await freePort();
    await start();
    const http = new HttpClient(running.origin);
    const { api } = await TenantApi.createTenant(http, running.platformKey(), 'Desk');
    await connectDesk(api, slack, running.origin);
    await http.close();
    await running.stop();
  }, 60_000);

  afterAll(async () => {
    await slack.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  afterEach(() => running.stop());

  it.each(deaths.map((death, number) => [death.at, death, `D${number}`] as const))(
    'rule 23: at %s has sent the reply once when it is back, and answers the next one',
    async (at, { fault, looks }, channel) => {
      await start(at);
      if (fault) slack.arrange({ method: 'chat.postMessage', ...fault });
      const before = slack.calls.length;
      const said = slack.say({ channel, user: 'U1', text: 'once' });
      await running.gone();
      await start();
      expect((await said).sent[0]?.isAcknowledged).toBe(true);
      // A dead process' claim runs out before anybody else takes up what it claimed.
      expect(await answers(slack, channel, 1, 20_000)).toEqual(['Shall I note “once”?']);
      await slack.say({ channel, user: 'U1', text: 'yes' });
      expect(await answers(slack, channel, 2, 20_000)).toEqual(['Shall I note “once”?', 'Noted.']);
      await aWhile();
      expect(slack.answers(channel)).toHaveLength(2);
      const methods = slack.calls.slice(before).map(({ method }) => method);
      expect(methods.includes('conversations.history')).toBe(looks);
    },
    120_000,
  );
});
