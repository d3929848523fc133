import type { ConversationRef } from '@parley/ports';
import type { MessagePage, ReadMessages } from './read-messages.ts';
import { nextHint, readMessages } from './read-messages.ts';

/** Hints may be lost: a reader looks by itself this often, ms. */
const lookEveryMs = 15_000;
const pageSize = 100;

/**
 * Pages as they come, each beginning where the one before ended; a page without messages tells only that status or
 * typing changed. Ends at once when `closing` is aborted.
 */
export async function* watchMessages(
  self: ReadMessages,
  ref: ConversationRef,
  after: number,
  closing: AbortSignal,
): AsyncGenerator<MessagePage> {
  let last = after;
  let shown = '';
  while (!closing.aborted) {
    const hint = nextHint(self.ports.updates, ref.conversation);
    closing.addEventListener('abort', hint.cancel, { once: true });
    try {
      const page = await readMessages(self, ref, last, pageSize);
      const state = `${page.status} ${page.typing}`;
      if (page.messages.length > 0 || state !== shown) yield page;
      shown = state;
      last = Math.max(last, page.last);
      if (page.messages.length < pageSize) await hint.within(lookEveryMs);
    } finally {
      closing.removeEventListener('abort', hint.cancel);
      hint.cancel();
    }
  }
}
