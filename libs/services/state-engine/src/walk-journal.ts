import {
  recompute,
  stateAfterErasure,
  type ConversationState,
  type Decision,
  type Entry,
  type Rules,
} from '@parley/conversation';
import { readCanonical } from '@parley/message';
import type { ConversationRef, StoredEntry } from '@parley/ports';
import type { EnginePorts } from './engine-ports.ts';
import type { FlowLibrary } from './flow-library.ts';
import { openEntry, openSnapshot } from './seals.ts';

export interface WalkJournal {
  readonly ports: Pick<EnginePorts, 'journal' | 'keyring' | 'sealing'>;
  readonly library: FlowLibrary;
  /** Wall clock in µs, for how long a step takes when it is made again. */
  readonly micros: () => number;
}

/** One entry as it was recorded, and as it comes out when it is computed again. */
export interface WalkedEntry {
  readonly stored: StoredEntry;
  /** null = its key was destroyed, or its seal is broken. */
  readonly entry: Entry | null;
  readonly seal: 'open' | 'destroyed' | 'broken';
  /** null where the state before it is not known. */
  readonly again: Decision | null;
  readonly micros: number;
}

const pageSize = 200;

/** Entries in order of seq, from the newest kept snapshot at or before `fromSeq`, or from the first. */
export async function* walkJournal(
  self: WalkJournal,
  ref: ConversationRef,
  fromSeq: number,
): AsyncGenerator<WalkedEntry> {
  const base = await baseOf(self, ref, fromSeq);
  let state: ConversationState | null | 'unknown' = base;
  for (let after = base?.seq ?? 0; ;) {
    const page = await self.ports.journal.read(ref, after, pageSize);
    // Retention has taken what stood before a tombstone.
    if (after === 0 && (page[0]?.seq ?? 1) > 1) state = 'unknown';
    for (const stored of page) {
      const walked = await walkEntry(self, stored, state);
      state = stateAfter(walked);
      after = stored.seq;
      yield walked;
    }
    if (page.length < pageSize) return;
  }
}

async function walkEntry(
  self: WalkJournal,
  stored: StoredEntry,
  state: ConversationState | null | 'unknown',
): Promise<WalkedEntry> {
  const opened = await openEntry(self.ports, stored);
  if (opened.kind !== 'open') return { stored, entry: null, seal: opened.kind, again: null, micros: 0 };
  const entry = readCanonical(opened.bytes) as Entry;
  if (state === 'unknown') return { stored, entry, seal: 'open', again: null, micros: 0 };
  const rules = entry.flow === '' ? null : await self.library.version(stored.tenant, entry.flow);
  const begun = self.micros();
  const again = recompute(state, entry, (): Rules | null => rules);
  return { stored, entry, seal: 'open', again, micros: Math.round(self.micros() - begun) };
}

/** After a tombstone everything is known again, whatever was before it. */
function stateAfter({ entry, again }: WalkedEntry): ConversationState | 'unknown' {
  if (entry?.outcome.kind === 'erased') return stateAfterErasure(entry);
  return again?.kind === 'entry' ? again.state : 'unknown';
}

async function baseOf(
  { ports }: WalkJournal,
  ref: ConversationRef,
  fromSeq: number,
): Promise<ConversationState | null> {
  if (fromSeq === 0) return null;
  const kept = (await ports.journal.snapshots(ref)).filter(({ seq }) => seq <= fromSeq);
  const newest = kept.at(-1);
  if (newest === undefined) return null;
  const opened = await openSnapshot(ports, ref, newest);
  return opened.kind === 'open' ? (readCanonical(opened.bytes) as ConversationState) : null;
}
