import type { FindAnswer, LiveUpdates, OutboundReply, Pace, SendAnswer } from '@parley/ports';
import { Channel } from '@parley/ports';

/**
 * Pages read the messages themselves, by number; sending is a hint that there is something to read. Hinting twice shows
 * nothing twice, so no claim is needed before.
 */
export class WebChatChannel extends Channel {
  readonly name = 'web-chat';
  readonly deduplicates = true;
  readonly needsPlace = false;
  readonly secrets: readonly string[] = [];
  private readonly updates: LiveUpdates;

  constructor(updates: LiveUpdates) {
    super();
    this.updates = updates;
  }

  override pace(): Pace | null {
    return null;
  }

  override send(reply: OutboundReply): Promise<SendAnswer> {
    this.updates.publish(reply.conversation, { last: reply.number });
    return Promise.resolve({ kind: 'sent', vendorId: null });
  }

  /** Nobody needs to look: a hint too many shows nothing. */
  override find(): Promise<FindAnswer> {
    return Promise.resolve({ kind: 'unsearchable' });
  }
}
