export { webChatIntake } from './intake.ts';
export type { WebChatSaid } from './parse.ts';
export { webChatDoor } from './visitor-door.ts';
export { WebChatChannel } from './web-chat-channel.ts';
