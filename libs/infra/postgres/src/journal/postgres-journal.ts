import {
  Journal,
  type CommitAnswer,
  type ConversationRef,
  type EventRef,
  type Head,
  type NewEntry,
  type StoredEntry,
  type StoredSnapshot,
} from '@parley/ports';
import { textArray } from '../database/binary-array.ts';
import { tenantSet, type Database } from '../database/database.ts';
import { CommitQueue } from './commit-queue.ts';

export interface PostgresJournalOptions {
  /** Statements under way at once, each on a connection of its own. */
  readonly lanes?: number;
  /** Entries in one statement. */
  readonly maxEntries?: number;
}

interface EntryRow {
  readonly seq: number;
  readonly event_id: string;
  readonly generation: number;
  readonly body: Buffer;
  readonly body_hash: Buffer;
  readonly previous_hash: Buffer;
}

const ENTRY_COLUMNS = 'seq, event_id, generation, body, body_hash, previous_hash';

/** The journal in PostgreSQL: one function call is one commit, and its unique indexes decide. */
export class PostgresJournal extends Journal {
  private readonly queue: CommitQueue;

  constructor(
    private readonly database: Database,
    { lanes = 2, maxEntries = 128 }: PostgresJournalOptions = {},
  ) {
    super();
    this.queue = new CommitQueue(
      Array.from({ length: lanes }, (_, index) => database.lane(`journal ${index + 1}`)),
      maxEntries,
    );
  }

  override async heads(conversations: readonly ConversationRef[]): Promise<readonly Head[]> {
    if (conversations.length === 0) return [];
    interface HeadRow {
      readonly n: number;
      readonly seq: number;
      readonly body_hash: Buffer;
      readonly generation: number;
      readonly sealed: Buffer;
      readonly wake_up_at: number | null;
    }
    const rows = await this.database.query<HeadRow>(
      { name: 'read-heads', text: 'select * from parley.read_heads($1, $2, $3)' },
      [
        tenantSet(conversations.map((ref) => ref.tenant)),
        textArray(conversations.map((ref) => ref.tenant)),
        textArray(conversations.map((ref) => ref.conversation)),
      ],
    );
    return rows.map((row) => {
      const { tenant, conversation } = conversations[row.n - 1] as ConversationRef;
      const snapshot = { seq: row.seq, generation: row.generation, sealed: row.sealed };
      return { tenant, conversation, seq: row.seq, bodyHash: row.body_hash, snapshot, wakeUpAt: row.wake_up_at };
    });
  }

  override async commit(entries: readonly NewEntry[]): Promise<readonly CommitAnswer[]> {
    if (new Set(entries.map((entry) => `${entry.tenant}\0${entry.conversation}`)).size < entries.length) {
      throw new RangeError('a commit takes at most one entry of a conversation');
    }
    return entries.length === 0 ? [] : this.queue.commit(entries);
  }

  override async find(events: readonly EventRef[]): Promise<readonly StoredEntry[]> {
    if (events.length === 0) return [];
    const rows = await this.database.query<EntryRow & { readonly n: number; readonly settled: boolean }>(
      { name: 'find-entries', text: 'select * from parley.find_entries($1, $2, $3, $4)' },
      [
        tenantSet(events.map((event) => event.tenant)),
        textArray(events.map((event) => event.tenant)),
        textArray(events.map((event) => event.conversation)),
        textArray(events.map((event) => event.eventId)),
      ],
    );
    return rows.map((row) => {
      const event = events[row.n - 1] as EventRef;
      const entry = toEntry(event, row);
      return row.settled ? { ...entry, foundBy: event.eventId } : entry;
    });
  }

  override async read(conversation: ConversationRef, afterSeq: number, limit: number): Promise<readonly StoredEntry[]> {
    const text = `select ${ENTRY_COLUMNS} from journal where tenant = $1 and conversation = $2 and seq > $3 order by seq limit $4`;
    const values = [conversation.tenant, conversation.conversation, afterSeq, limit];
    const rows = await this.database.inTenants([conversation.tenant], (session) =>
      session.query<EntryRow>({ name: 'read-journal', text }, values),
    );
    return rows.map((row) => toEntry(conversation, row));
  }

  override async snapshots(conversation: ConversationRef): Promise<readonly StoredSnapshot[]> {
    const text = 'select seq, generation, sealed from snapshots where tenant = $1 and conversation = $2 order by seq';
    return this.database.inTenants([conversation.tenant], (session) =>
      session.query<StoredSnapshot>({ name: 'read-snapshots', text }, [conversation.tenant, conversation.conversation]),
    );
  }
}

function toEntry({ tenant, conversation }: ConversationRef, row: EntryRow): StoredEntry {
  return {
    tenant,
    conversation,
    seq: row.seq,
    eventId: row.event_id,
    generation: row.generation,
    body: row.body,
    bodyHash: row.body_hash,
    previousHash: row.previous_hash,
  };
}
