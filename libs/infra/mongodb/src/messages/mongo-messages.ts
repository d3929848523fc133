import type { MessageRow } from '@parley/conversation';
import { Messages, type ConversationRef } from '@parley/ports';
import { failpoint } from '@parley/service-kit';
import type { Tables } from '../database/collections.ts';
import { conversationKey, digits } from '../database/keys.ts';
import { NewestRows } from '../database/newest-rows.ts';
import type { ErasedRow, MessageDocument, SaidRow } from '../database/rows.ts';

/** Places taken in one command. */
const BATCH = 1_000;

/**
 * What was said, one row for each number. An erasure puts an empty row in each place that is free and empties the others: the id is
 * taken, so that no late projection can write there, whoever is first. These rows go two weeks later; that there was an erasure stays.
 */
export class MongoMessages extends Messages {
  private readonly erasures;

  constructor(
    private readonly tables: Pick<Tables, 'messages' | 'erased_messages'>,
    private readonly now: () => number = Date.now,
  ) {
    super();
    this.erasures = new NewestRows(tables.erased_messages);
  }

  override async insert(rows: readonly MessageRow[]): Promise<void> {
    if (rows.length === 0) return;
    failpoint('messages.before-insert');
    await this.tables.messages.insertAbsent(rows.map(toRow));
    failpoint('messages.after-insert');
  }

  override async after(conversation: ConversationRef, number: number, limit: number): Promise<readonly MessageRow[]> {
    for (let last = number; ;) {
      const rows = await this.range(conversation, last + 1, last + limit);
      const [first] = rows;
      if (first?.number === last + 1 && !isErased(first)) return prefixOf(rows, last);
      // Nothing is said here yet, or not any more: then it goes on behind what was erased.
      const through =
        first !== undefined && isErased(first) ? first.goneThrough : await this.erasedThrough(conversation);
      if (through <= last) return [];
      last = through;
    }
  }

  override async erase(conversation: ConversationRef & { readonly firstMessage: number }): Promise<void> {
    const last = conversation.firstMessage - 1;
    const from = (await this.erasedThrough(conversation)) + 1;
    for (let first = from; first <= last; first += BATCH) {
      await this.empty(conversation, first, Math.min(first + BATCH - 1, last), last);
    }
    if (from > last) return;
    // Last of all: until it is there the erasure is done again.
    const { tenant } = conversation;
    const of = conversationKey(conversation);
    await this.erasures.record([{ _id: `${of}/${digits(last)}`, of, tenant, number: last, at: this.now() }]);
  }

  private async empty(conversation: ConversationRef, first: number, last: number, goneThrough: number): Promise<void> {
    const { tenant } = conversation;
    const range = rangeOf(conversation, first, last);
    const there = new Set((await this.tables.messages.find(range, { fields: ['number'] })).map(({ number }) => number));
    const empty: ErasedRow[] = [];
    for (let number = first; number <= last; number += 1) {
      if (!there.has(number)) empty.push({ _id: idOf(conversation, number), tenant, number, goneThrough });
    }
    await this.tables.messages.insertAbsent(empty);
    // Every place is taken now: whatever is in one is there to stay, and is emptied.
    await this.tables.messages.change(
      { ...range, goneThrough: { $exists: false } },
      {
        $set: { goneThrough },
        $unset: { conversation: '', seq: '', from: '', text: '', choices: '', eventId: '', at: '' },
      },
    );
  }

  private async erasedThrough(conversation: ConversationRef): Promise<number> {
    const of = conversationKey(conversation);
    return (await this.erasures.read([of])).get(of)?.number ?? 0;
  }

  private range(conversation: ConversationRef, first: number, last: number): Promise<readonly MessageDocument[]> {
    return this.tables.messages.find(rangeOf(conversation, first, last), { sort: { _id: 1 } });
  }
}

const idOf = (conversation: ConversationRef, number: number): string =>
  `${conversationKey(conversation)}/${digits(number)}`;

/** By the id alone, in which the tenant is; the text of a reply on its way out is asked for by its one number. */
function rangeOf(conversation: ConversationRef, first: number, last: number) {
  const id = idOf(conversation, first);
  return { _id: first === last ? id : { $gte: id, $lte: idOf(conversation, last) } };
}

const isErased = (row: MessageDocument): row is ErasedRow => 'goneThrough' in row;

function prefixOf(rows: readonly MessageDocument[], last: number): readonly MessageRow[] {
  const prefix: MessageRow[] = [];
  for (const row of rows) {
    if (row.number !== last + prefix.length + 1 || isErased(row)) break;
    prefix.push(fromRow(row));
  }
  return prefix;
}

function toRow(row: MessageRow): SaidRow {
  return {
    _id: idOf(row, row.number),
    tenant: row.tenant,
    conversation: row.conversation,
    number: row.number,
    seq: row.seq,
    from: row.from,
    text: row.text,
    choices: JSON.stringify(row.choices),
    eventId: row.eventId,
    at: row.at,
  };
}

function fromRow(row: SaidRow): MessageRow {
  return {
    tenant: row.tenant,
    conversation: row.conversation,
    number: row.number,
    seq: row.seq,
    from: row.from,
    text: row.text,
    choices: JSON.parse(row.choices) as MessageRow['choices'],
    eventId: row.eventId,
    at: row.at,
  };
}
