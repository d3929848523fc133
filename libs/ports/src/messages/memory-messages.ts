import type { MessageRow } from '@parley/conversation';
import { recordMessage } from '../conversations/record-projection.ts';
import type { ConversationRef } from '../journal/journal.ts';
import { keyOf, MemoryStore } from '../memory-store.ts';
import { Messages } from './messages.ts';

export class MemoryMessages extends Messages {
  constructor(private readonly store = new MemoryStore()) {
    super();
  }

  override async insert(rows: readonly MessageRow[]): Promise<void> {
    for (const row of rows) recordMessage(this.store, row);
  }

  override async after(conversation: ConversationRef, number: number, limit: number): Promise<readonly MessageRow[]> {
    const messages = this.store.messages.get(keyOf(conversation));
    const prefix: MessageRow[] = [];
    const first = Math.max(number + 1, this.store.firstMessages.get(keyOf(conversation)) ?? 1);
    for (let next = first; prefix.length < limit; next += 1) {
      const row = messages?.get(next);
      if (row === undefined) break;
      prefix.push(row);
    }
    return prefix;
  }

  override async erase(conversation: ConversationRef & { readonly firstMessage: number }): Promise<void> {
    const key = keyOf(conversation);
    const first = Math.max(conversation.firstMessage, this.store.firstMessages.get(key) ?? 1);
    this.store.firstMessages.set(key, first);
    const messages = this.store.messages.get(key);
    for (const number of [...(messages?.keys() ?? [])]) if (number < first) messages?.delete(number);
  }
}
