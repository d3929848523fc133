import type { ConversationSummary } from '@parley/conversation';
import { Conversations, type ConversationRef } from '@parley/ports';
import { Coalescer, failpoint } from '@parley/service-kit';
import type { Tables } from '../database/collections.ts';
import { conversationKey } from '../database/keys.ts';
import { NewestRows } from '../database/newest-rows.ts';
import { toRow, toSummary } from './summary-row.ts';
import { walk, type Walked } from './walk.ts';

/** One row for each version of a summary; the one with the highest seq counts, and the others are taken away. */
export class MongoConversations extends Conversations {
  private readonly rows;
  private readonly asking = new Coalescer((keys: readonly string[]) => this.read(keys));

  constructor(private readonly tables: Pick<Tables, 'conversations'>) {
    super();
    this.rows = new NewestRows(tables.conversations);
  }

  override async record(summaries: readonly ConversationSummary[]): Promise<void> {
    if (summaries.length === 0) return;
    await this.rows.record(summaries.map(toRow));
    failpoint('conversations.after-record');
  }

  /** Read after it was asked for, with whatever is asked for meanwhile. */
  override get(conversation: ConversationRef): Promise<ConversationSummary | null> {
    return this.asking.ask(conversationKey(conversation));
  }

  override async list(
    tenant: string,
    limit: number,
    before?: ConversationSummary,
  ): Promise<readonly ConversationSummary[]> {
    const found: ConversationSummary[] = [];
    let next: Walked['next'] = before ?? null;
    do {
      const walked: Walked = await walk(this.tables, { tenant, after: next ?? undefined }, limit - found.length);
      found.push(...walked.rows.map(toSummary));
      next = walked.next;
    } while (next !== null && found.length < limit);
    return found;
  }

  private async read(keys: readonly string[]): Promise<readonly (ConversationSummary | null)[]> {
    const found = await this.rows.read(keys);
    return keys.map((key) => {
      const row = found.get(key);
      return row === undefined ? null : toSummary(row);
    });
  }
}
