import type { MessageRow } from '@parley/conversation';
import { failpoint } from '@parley/service-kit';
import { Messages, type ConversationRef } from '@parley/ports';
import type { Database } from '../database/database.ts';
import { ownPlaces, sorted, tenantsOf } from '../database/placed-rows.ts';
import { messageColumns, place, positions } from '../journal/commit-values.ts';

interface Row {
  readonly number: number;
  readonly seq: number;
  readonly sender: MessageRow['from'];
  readonly body: string;
  readonly choices: string;
  readonly event_id: MessageRow['eventId'];
  readonly at: number;
}

/** What was said, as readers see it. */
export class PostgresMessages extends Messages {
  constructor(private readonly database: Database) {
    super();
  }

  override async insert(rows: readonly MessageRow[]): Promise<void> {
    if (rows.length === 0) return;
    const messages = sorted(rows, ({ number }) => number);
    const { kept, tenants, conversations } = ownPlaces(messages);
    const placed = place(messages, (row) => [row]);
    failpoint('messages.before-insert');
    const values = [false, kept, positions(placed), tenants, conversations, ...messageColumns(placed)];
    await this.database.call('record_messages', tenantsOf(messages), values);
    failpoint('messages.after-insert');
  }

  override async after(conversation: ConversationRef, number: number, limit: number): Promise<readonly MessageRow[]> {
    const values = [conversation.tenant, conversation.conversation, number, limit];
    const rows = await this.database.call<Row>('read_messages', [conversation.tenant], values);
    return rows.map((row) => ({
      tenant: conversation.tenant,
      conversation: conversation.conversation,
      number: row.number,
      seq: row.seq,
      from: row.sender,
      text: row.body,
      choices: JSON.parse(row.choices) as MessageRow['choices'],
      eventId: row.event_id,
      at: row.at,
    }));
  }

  override async erase(conversation: ConversationRef & { readonly firstMessage: number }): Promise<void> {
    const text = `with gone as (delete from messages where tenant = $1 and conversation = $2 and number < $3)
      insert into erased_messages (tenant, conversation, number)
      select $1, $2, $3 - 1 where $3 > 1 on conflict do nothing`;
    await this.database.inTenants([conversation.tenant], (session) =>
      session.query({ name: 'erase-messages', text }, [
        conversation.tenant,
        conversation.conversation,
        conversation.firstMessage,
      ]),
    );
  }
}
