export { webChatIntake } from './intake.ts';
export { clientIdOf } from './normalise.ts';
export type { WebChatSaid } from './parse.ts';
export { isOriginAllowed, readSettings } from './settings.ts';
export type { WebChatSettings } from './settings.ts';
export { signVisitorToken, verifyVisitorToken } from './visitor-token.ts';
export type { TokenAnswer, VisitorClaim } from './visitor-token.ts';
export { WebChatChannel } from './web-chat-channel.ts';
