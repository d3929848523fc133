import type { ChannelCredentials, ChannelIntake, ChannelRequest, Verification } from '@parley/ports';
import { normaliseSlack } from './normalise.ts';
import { isSslCheck, parseSlack } from './parse.ts';
import type { SlackSaid } from './said.ts';
import { verifySignature } from './signature.ts';

/** The way in of Slack: signed by the app's signing secret, or a check of our certificate, which nothing comes of. */
export const slackIntake: ChannelIntake<SlackSaid> = {
  channel: 'slack',
  secrets: ['signingSecret'],
  acknowledges: 'with-nothing',
  verify: verifySlack,
  parse: parseSlack,
  normalise: normaliseSlack,
};

function verifySlack({ headers, body }: ChannelRequest, { secrets }: ChannelCredentials, now: number): Verification {
  const timestamp = headers['x-slack-request-timestamp'];
  const signature = headers['x-slack-signature'];
  const kind = verifySignature({ timestamp, signature, body }, secrets['signingSecret'] ?? '', now);
  const genuine: Verification = { kind: 'genuine', conversation: null, user: null };
  if (kind === 'genuine' || (signature === undefined && isSslCheck(body))) return genuine;
  return { kind };
}
