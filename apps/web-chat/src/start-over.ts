import type { ChatSession } from './chat-session.ts';

/** Leaves the conversation and begins another one. */
export function startOver(session: ChatSession): void {
  session.forget();
  location.reload();
}
