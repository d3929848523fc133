export { createChat, ingestConsumer } from './chat.ts';
export type { Chat } from './chat.ts';
export type { ChatPorts } from './chat-ports.ts';
export { chatDefaults } from './config.ts';
export type { ChatConfig } from './config.ts';
