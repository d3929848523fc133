import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { content } from '@parley/testing';
import { root } from '../fitness/sources.ts';
import { HELLO, REFUSED } from './bank-dialogue.ts';
import { DatabaseUnderLoad } from './database-under-load.ts';
import { FAR_CHANNEL_RATE } from './far-words.ts';
import type { FarSlack } from './far-slack.ts';
import { startServer, type ServerUnderLoad } from './server-under-load.ts';
import { SlackCrowd } from './slack-crowd.ts';
import type { SlackStage } from './slack-phase.ts';

export const BANK_FLOW = join(root, 'apps/docs/examples/bank-transfer.flow.json');
export const BANK_DIALOGUE = { opening: HELLO, cycle: REFUSED };
const CONNECTION = 'bench-slack';

/** A server on a fresh data folder with a bank in Slack, and so many people who have something to say to it. */
export async function openSlackStage(
  far: FarSlack,
  people: number,
  env: Readonly<Record<string, string>> = {},
): Promise<SlackStage> {
  const { apiUrl, signingSecret, botToken } = far.open;
  const server = await startServer({
    ...{ SLACK_API_URL: apiUrl, SLACK_CHANNEL_RATE: String(FAR_CHANNEL_RATE), ...env },
  });
  try {
    await connectSlack(server, { signingSecret, botToken });
    const database = await DatabaseUnderLoad.open(server.dataFolder);
    const port = Number(new URL(server.http.origin).port);
    const target = { port, path: `/channels/slack/${CONNECTION}`, signingSecret };
    return { server, database, far, crowd: new SlackCrowd(target, BANK_DIALOGUE, people), port };
  } catch (fault) {
    await server.stop();
    server.remove();
    throw fault;
  }
}

async function connectSlack(server: ServerUnderLoad, secrets: Readonly<Record<string, string>>): Promise<void> {
  await server.api.publish('bank-transfer', readFileSync(BANK_FLOW, 'utf8'));
  const body = {
    connection: CONNECTION,
    channel: 'slack',
    flow: 'bank-transfer',
    settings: { title: 'Bank' },
    secrets,
  };
  content(await server.api.call('POST', '/v1/connections', body));
}
