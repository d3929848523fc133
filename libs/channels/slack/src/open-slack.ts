import { SlackChannel, slackRate } from './slack-channel.ts';
import { WebApi } from './web-api.ts';

/** Where Slack itself gives out addresses for answers. */
const answerOrigins = ['https://hooks.slack.com', 'https://hooks.slack-gov.com'];

export interface SlackWay {
  readonly channel: SlackChannel;
  readonly close: () => Promise<void>;
}

export interface SlackSettings {
  /** Where Slack's Web API is: Slack's own, or what stands in for it. */
  readonly slackApiUrl: string;
  /** Messages a second that one channel of a workspace takes. */
  readonly slackChannelRate: number;
}

/** The way out to Slack, or to what stands in for it: only the operator says where that is, never a tenant. */
export function openSlack({ slackApiUrl, slackChannelRate }: SlackSettings, now: () => number): SlackWay {
  const api = new WebApi(slackApiUrl);
  const rate = { perSecond: slackChannelRate, burst: slackChannelRate - 1 + slackRate.burst };
  const channel = new SlackChannel({ api, rate, now, answerOrigins: [...answerOrigins, new URL(slackApiUrl).origin] });
  return { channel, close: () => api.close() };
}
