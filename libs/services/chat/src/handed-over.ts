import type { Projection } from '@parley/conversation';
import { LRUCache } from 'lru-cache';

const maxConversations = 50_000;

/**
 * Up to which message the replies of a conversation have come by this process. Where an entry does not follow on that,
 * another process recorded what was before it, and may have left replies that come first.
 */
export class HandedOver {
  private readonly lastMessage = new LRUCache<string, number>({ max: maxConversations });

  /** Whether everything before this entry's messages came by here. */
  isNext({ summary, messages }: Projection): boolean {
    const first = messages[0]?.number ?? summary.lastMessage + 1;
    return this.lastMessage.get(nameOf(summary)) === first - 1;
  }

  /** All up to this entry is under way here, or at its end. */
  note({ summary }: Projection): void {
    this.lastMessage.set(nameOf(summary), summary.lastMessage);
  }

  /** Some of it is left to others. */
  forget(conversation: { readonly tenant: string; readonly conversation: string }): void {
    this.lastMessage.delete(nameOf(conversation));
  }
}

const nameOf = ({ tenant, conversation }: { readonly tenant: string; readonly conversation: string }): string =>
  `${tenant}\n${conversation}`;
