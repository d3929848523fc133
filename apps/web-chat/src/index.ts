export { ChatSession } from './chat-session.ts';
export { Outbox } from './outbox.ts';
export { ChatServer, Refusal } from './server.ts';
