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

export const BANK_FLOW = join(root, 'apps/docs/examples/bank-transfer.flow.json');
export const BANK_DIALOGUE = { opening: HELLO, cycle: REFUSED };
/** Requests on their way at once. */
export const CONNECTIONS = 128;
const CONNECTION = 'bench-slack';

export interface StageOptions {
  readonly people: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** A stage of its own with its own Slack, everybody greeted; all of it is gone afterwards. */
export async function withSlackStage<T>(
  { people, env }: StageOptions,
  say: (line: string) => void,
  work: (stage: SlackStage) => Promise<T>,
): Promise<T> {
  const far = await FarSlack.start();
  try {
    const stage = await openSlackStage(far, people, env);
    try {
      say(`settings of npm start; the database says: ${await stage.database.settings()}`);
      say(`Slack takes ${FAR_CHANNEL_RATE} messages a second in a channel here, and the server is told so`);
      await runPhase(stage, { seconds: 60, lines: CONNECTIONS, atMost: people }, say);
      return await work(stage);
    } finally {
      await stage.database.close();
      await stage.server.stop();
      stage.server.remove();
    }
  } finally {
    far.stop();
  }
}

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
