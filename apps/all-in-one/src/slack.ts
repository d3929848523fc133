import { SlackChannel, slackRate, WebApi } from '@parley/channel-slack';
import type { ParleyConfig } from './config.ts';

/** Where Slack itself gives out addresses for answers. */
const answerOrigins = ['https://hooks.slack.com', 'https://hooks.slack-gov.com'];

export interface SlackWay {
  readonly channel: SlackChannel;
  readonly close: () => Promise<void>;
}

/** The way out to Slack, or to what stands in for it: only the operator says where that is, never a tenant. */
export function openSlack(
  { slackApiUrl, slackChannelRate }: Pick<ParleyConfig, 'slackApiUrl' | 'slackChannelRate'>,
  now: () => number,
): SlackWay {
  const api = new WebApi(slackApiUrl);
  const rate = { perSecond: slackChannelRate, burst: slackChannelRate - 1 + slackRate.burst };
  const channel = new SlackChannel({ api, rate, now, answerOrigins: [...answerOrigins, new URL(slackApiUrl).origin] });
  return { channel, close: () => api.close() };
}
