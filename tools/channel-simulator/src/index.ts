export type { ShownButton } from './buttons.ts';
export { FakeSlack } from './fake-slack.ts';
export type { FakeSlackOptions, Speech, Spoken, ToldEvent } from './fake-slack.ts';
export type { Fault } from './faults.ts';
export type { Attempt, Sent } from './sender.ts';
export { eventCallback, messageEvent } from './requests.ts';
export { signedHeaders } from './signing.ts';
export type { ApiCall } from './web-api-server.ts';
export type { FakeMessage } from './workspace.ts';
