import type { JournalEntry } from '@parley/contracts';
import { canonicalBytes } from '@parley/message';
import type { ConversationRef } from '@parley/ports';
import { walkJournal, type WalkedEntry, type WalkJournal } from './walk-journal.ts';

const nothing = new Uint8Array(0);
const noTrace = canonicalBytes([]);

/** Entries after `afterSeq`, opened, each with the trace that computing it again gives. Null = no such conversation. */
export async function readJournal(
  self: WalkJournal,
  ref: ConversationRef,
  afterSeq: number,
  limit: number,
): Promise<readonly JournalEntry[] | null> {
  const entries: JournalEntry[] = [];
  for await (const walked of walkJournal(self, ref, afterSeq)) {
    if (walked.stored.seq <= afterSeq) continue;
    entries.push(toWire(walked));
    if (entries.length >= limit) break;
  }
  const isUnknown = entries.length === 0 && (await self.ports.journal.read(ref, 0, 1)).length === 0;
  return isUnknown ? null : entries;
}

function toWire({ stored, entry, again, micros }: WalkedEntry): JournalEntry {
  return {
    seq: stored.seq,
    entryJson: entry === null ? nothing : canonicalBytes(entry),
    traceJson: again?.kind === 'entry' ? canonicalBytes(again.trace()) : noTrace,
    states: entry === null ? [] : [...entry.after.states],
    stepMicros: micros,
  };
}
