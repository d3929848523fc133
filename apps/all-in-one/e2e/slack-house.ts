import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FakeMessage, FakeSlack } from '@parley/channel-simulator';
import { content } from '@parley/testing';
import type { TenantApi } from '@parley/testing';

export const flow = readFileSync(join(import.meta.dirname, 'slack-desk.flow.json'), 'utf8');
export const connection = 'desk-slack';

/** Publishes the desk, connects it to the fake Slack, and tells that where it is. */
export async function connectDesk(api: TenantApi, slack: FakeSlack, origin: string): Promise<void> {
  await api.publish('slack-desk', flow);
  const secrets = { signingSecret: slack.signingSecret, botToken: slack.botToken };
  const body = { connection, channel: 'slack', flow: 'slack-desk', settings: { title: 'Desk' }, secrets };
  content(await api.call('POST', '/v1/connections', body));
  slack.aim(`${origin}/channels/slack/${connection}`);
}

/** What the app has written there so far, once that is as many messages as expected; the last seen if it never is. */
export async function answers(slack: FakeSlack, channel: string, count: number, withinMs = 8_000): Promise<string[]> {
  const texts = (): string[] => slack.answers(channel).map(({ text }: FakeMessage) => text);
  for (const until = Date.now() + withinMs; texts().length < count && Date.now() < until;) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return texts();
}

/** Long enough for anything that is on its way to be seen. */
export const aWhile = (ms = 400): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
