import { recordProjection } from '../conversations/record-projection.ts';
import { keyOf, MemoryStore } from '../memory-store.ts';
import {
  EntriesRefused,
  Journal,
  type CommitAnswer,
  type ConversationRef,
  type EventRef,
  type Head,
  type NewEntry,
  type RefusedEntry,
  type StoredEntry,
  type StoredSnapshot,
} from './journal.ts';
import { whyRefused } from './why-refused.ts';

const SNAPSHOT_KEPT_EVERY = 50;

/** The journal as maps: one synchronous turn is one transaction. */
export class MemoryJournal extends Journal {
  constructor(private readonly store = new MemoryStore()) {
    super();
  }

  override async heads(conversations: readonly ConversationRef[]): Promise<readonly Head[]> {
    return conversations.flatMap((ref) => {
      const entry = this.store.entries.get(keyOf(ref))?.at(-1);
      const snapshot = this.store.snapshots.get(keyOf(ref))?.at(-1);
      if (entry === undefined || snapshot === undefined) return [];
      const { tenant, conversation } = ref;
      const wakeUpAt = this.store.wakeUps.get(keyOf(ref))?.due ?? null;
      return [{ tenant, conversation, seq: entry.seq, bodyHash: entry.bodyHash, snapshot, wakeUpAt }];
    });
  }

  override async commit(entries: readonly NewEntry[]): Promise<readonly CommitAnswer[]> {
    if (new Set(entries.map((entry) => keyOf(entry))).size < entries.length) {
      throw new RangeError('a commit takes at most one entry of a conversation');
    }
    const refused: RefusedEntry[] = [];
    const answers = entries.map((entry) => {
      const reason = whyRefused(entry);
      if (reason === null) return this.insert(entry);
      refused.push({ tenant: entry.tenant, conversation: entry.conversation, eventId: entry.eventId, reason });
      return 'refused';
    });
    if (refused.length > 0) throw new EntriesRefused(refused, answers);
    return answers as CommitAnswer[];
  }

  override async find(events: readonly EventRef[]): Promise<readonly StoredEntry[]> {
    return events.flatMap((event) => {
      const own = this.store.entryOfEvent.get(keyOf(event, event.eventId));
      const settling = this.store.settlingEntry.get(keyOf(event, event.eventId));
      return [
        ...(own === undefined ? [] : [own]),
        ...(settling === undefined ? [] : [{ ...settling, foundBy: event.eventId }]),
      ];
    });
  }

  override async read(conversation: ConversationRef, afterSeq: number, limit: number): Promise<readonly StoredEntry[]> {
    return (this.store.entries.get(keyOf(conversation)) ?? []).slice(afterSeq, afterSeq + limit);
  }

  override async snapshots(conversation: ConversationRef): Promise<readonly StoredSnapshot[]> {
    return [...(this.store.snapshots.get(keyOf(conversation)) ?? [])];
  }

  private insert(entry: NewEntry): CommitAnswer {
    const entries = this.store.entries.get(keyOf(entry)) ?? [];
    const head = entries.at(-1);
    const chains =
      entry.seq === (head?.seq ?? 0) + 1 && sameBytes(entry.previousHash, head?.bodyHash ?? new Uint8Array(32));
    if (!chains || this.store.entryOfEvent.has(keyOf(entry, entry.eventId))) return 'absent';
    const { tenant, conversation, seq, eventId, generation, body, bodyHash, previousHash } = entry;
    const stored: StoredEntry = { tenant, conversation, seq, eventId, generation, body, bodyHash, previousHash };
    this.store.entries.set(keyOf(entry), [...entries, stored]);
    this.store.entryOfEvent.set(keyOf(entry, eventId), stored);
    if (entry.outcome === 'failed') {
      this.store.failed.set(keyOf(entry, eventId), { tenant, conversation, seq, eventId, now: entry.now });
    }
    for (const event of entry.settles) {
      const key = keyOf(entry, event);
      if (!this.store.settlingEntry.has(key)) this.store.settlingEntry.set(key, stored);
    }
    this.keepSnapshot(entry);
    this.arrangeWork(entry);
    if (entry.rider !== null) recordProjection(this.store, entry.rider);
    return 'inserted';
  }

  private keepSnapshot(entry: NewEntry): void {
    const kept = (this.store.snapshots.get(keyOf(entry)) ?? []).filter(({ seq }) => seq % SNAPSHOT_KEPT_EVERY === 0);
    const snapshot = { seq: entry.seq, generation: entry.generation, sealed: entry.snapshot };
    this.store.snapshots.set(keyOf(entry), [...kept, snapshot]);
  }

  private arrangeWork(entry: NewEntry): void {
    const { tenant, conversation, connection, seq } = entry;
    const pending = this.store.wakeUps.get(keyOf(entry))?.due ?? Infinity;
    if (entry.wakeUpAt !== null && entry.wakeUpAt < pending) {
      this.store.wakeUps.set(keyOf(entry), { tenant, conversation, connection, due: entry.wakeUpAt });
    }
    for (const operation of entry.opens) {
      const row = { ...operation, tenant, conversation, connection, seq, notBefore: entry.now };
      this.store.operations.set(keyOf(entry, operation.operation), row);
    }
    for (const operation of entry.closes) this.store.operations.delete(keyOf(entry, operation));
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
