import type { ConversationRef, News } from '@parley/ports';
import { Listener } from './listener.ts';
import { eventIdsOf, readMessages, type MessagePage, type ReadMessages } from './read-messages.ts';

/** Hints may be lost: a reader looks by itself this often, ms. */
const lookEveryMs = 15_000;
const pageSize = 100;

/**
 * Pages as they come, each beginning where the one before ended; a page without messages tells only that status or
 * typing changed. What was committed in this process is handed over; everything else is read. Ends at once when `closing` is aborted.
 */
export async function* watchMessages(
  self: ReadMessages,
  ref: ConversationRef,
  after: number,
  closing: AbortSignal,
): AsyncGenerator<MessagePage> {
  const listener = new Listener(self.ports.updates, ref.conversation);
  closing.addEventListener('abort', () => listener.end(), { once: true });
  let last = after;
  let shown = '';
  try {
    let page = await readMessages(self, ref, last, pageSize);
    while (!closing.aborted) {
      const state = `${page.status} ${page.typing}`;
      if (page.messages.length > 0 || state !== shown) yield page;
      shown = state;
      last = Math.max(last, page.last);
      if (page.messages.length < pageSize) await listener.within(lookEveryMs);
      const news = listener.take();
      page =
        handedOver(self, ref, { last, status: page.status }, news) ?? (await readMessages(self, ref, last, pageSize));
    }
  } finally {
    listener.end();
  }
}

/** The page that the news make up; null = it has to be read, for there is a gap or nobody said what is new. */
function handedOver(
  { answering }: ReadMessages,
  { conversation }: ConversationRef,
  seen: Pick<MessagePage, 'last' | 'status'>,
  news: readonly (News | undefined)[],
): MessagePage | null {
  if (news.length === 0) return null;
  let { last, status } = seen;
  const messages: MessagePage['messages'][number][] = [];
  for (const one of news) {
    if (one === undefined) return null;
    const fresh = (one.messages ?? []).filter(({ number }) => number > last);
    if (fresh.length === 0 ? one.last > last : fresh[0]?.number !== last + 1) return null;
    messages.push(...fresh);
    last = fresh.at(-1)?.number ?? last;
    status = one.status ?? status;
  }
  answering.settle(conversation, eventIdsOf(messages));
  return { messages, last, status, typing: answering.isAnswering(conversation) };
}
