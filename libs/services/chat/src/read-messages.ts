import type { MessageRow } from '@parley/conversation';
import type { ConversationRef } from '@parley/ports';
import type { Answering } from './answering.ts';
import type { ChatPorts } from './chat-ports.ts';
import { Listener } from './listener.ts';

/** What a reader sees: the contiguous prefix after a number, and how the conversation stands. */
export interface MessagePage {
  readonly messages: readonly MessageRow[];
  /** Number of the last message here, or what was asked after. */
  readonly last: number;
  readonly status: string;
  readonly typing: boolean;
}

export interface ReadMessages {
  readonly ports: Pick<ChatPorts, 'messages' | 'conversations' | 'updates'>;
  readonly answering: Answering;
}

const maxLimit = 200;
const defaultLimit = 100;

/** A page now. */
export async function readMessages(
  { ports, answering }: ReadMessages,
  ref: ConversationRef,
  after: number,
  limit: number,
): Promise<MessagePage> {
  const summary = await ports.conversations.get(ref);
  // Numbers go on after an erasure: what is gone is not a gap.
  const from = Math.max(after, (summary?.firstMessage ?? 1) - 1);
  const count = limit === 0 ? defaultLimit : Math.min(limit, maxLimit);
  const messages = await ports.messages.after(ref, from, count);
  answering.settle(ref.conversation, eventIdsOf(messages));
  return {
    messages,
    last: messages.at(-1)?.number ?? after,
    status: summary?.status ?? 'new',
    typing: answering.isAnswering(ref.conversation),
  };
}

/** The messages in whose place these were read: they wait no longer. */
export function eventIdsOf(messages: readonly MessageRow[]): readonly string[] {
  return messages.map(({ eventId }) => eventId);
}

/** A page as soon as there is a message, or when the time is up. */
export async function awaitMessages(
  self: ReadMessages,
  ref: ConversationRef,
  after: number,
  limit: number,
  waitMs: number,
): Promise<MessagePage> {
  const until = Date.now() + waitMs;
  for (;;) {
    const listener = new Listener(self.ports.updates, ref.conversation);
    try {
      const page = await readMessages(self, ref, after, limit);
      const leftMs = until - Date.now();
      if (page.messages.length > 0 || leftMs <= 0) return page;
      await listener.within(leftMs);
    } finally {
      listener.end();
    }
  }
}
