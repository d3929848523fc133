import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { content } from '@parley/testing';
import { root } from '../fitness/sources.ts';
import { HELLO, REFUSED } from './bank-dialogue.ts';
import { DatabaseUnderLoad } from './database-under-load.ts';
import { FAR_CHANNEL_RATE } from './far-words.ts';
import { FarSlack } from './far-slack.ts';
import { startServer, type ServerUnderLoad } from './server-under-load.ts';
import { SlackCrowd } from './slack-crowd.ts';
import { runPhase, type SlackStage } from './slack-phase.ts';

const CONNECTION = 'bench-slack';
/** Requests on their way at once. */
export const CONNECTIONS = 128;

export interface StageOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Who speaks. */
  readonly conversations: number;
}

/** A server on a fresh data folder, its database, a fake Slack that it serves, and everybody greeted. */
export async function withSlackStage<T>(
  { env = {}, conversations }: StageOptions,
  say: (line: string) => void,
  work: (stage: SlackStage) => Promise<T>,
): Promise<T> {
  const far = await FarSlack.start();
  const { apiUrl, signingSecret, botToken } = far.open;
  const server = await startServer({
    ...{ SLACK_API_URL: apiUrl, SLACK_CHANNEL_RATE: String(FAR_CHANNEL_RATE), ...env },
  });
  try {
    await connectSlack(server, { signingSecret, botToken });
    const database = await DatabaseUnderLoad.open(server.dataFolder);
    say(`settings of npm start; the database says: ${await database.settings()}`);
    say(`Slack takes ${FAR_CHANNEL_RATE} messages a second in a channel here, and the server is told so`);
    const port = Number(new URL(server.http.origin).port);
    const target = { port, path: `/channels/slack/${CONNECTION}`, signingSecret };
    const crowd = new SlackCrowd(target, { opening: HELLO, cycle: REFUSED }, conversations);
    const stage = { server, database, far, crowd, port };
    await runPhase(stage, { seconds: 60, lines: CONNECTIONS, atMost: conversations }, say);
    const answer = await work(stage);
    await database.close();
    return answer;
  } finally {
    await server.stop();
    server.remove();
    far.stop();
  }
}

async function connectSlack(server: ServerUnderLoad, secrets: Readonly<Record<string, string>>): Promise<void> {
  const flow = readFileSync(join(root, 'apps/docs/examples/bank-transfer.flow.json'), 'utf8');
  await server.api.publish('bank-transfer', flow);
  const body = {
    connection: CONNECTION,
    channel: 'slack',
    flow: 'bank-transfer',
    settings: { title: 'Bank' },
    secrets,
  };
  content(await server.api.call('POST', '/v1/connections', body));
}
