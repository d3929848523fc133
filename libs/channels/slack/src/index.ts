export { slackIntake } from './intake.ts';
export { openSlack } from './open-slack.ts';
export type { SlackSettings, SlackWay } from './open-slack.ts';
export type { SlackPlace } from './place.ts';
export type { SlackAct, SlackSaid } from './said.ts';
export { SlackChannel, slackRate } from './slack-channel.ts';
export type { SlackChannelOptions } from './slack-channel.ts';
export { WebApi } from './web-api.ts';
