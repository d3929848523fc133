import { hash } from 'node:crypto';
import type { Fault } from '@parley/contracts';
import { compareEntries } from '@parley/conversation';
import type { ConversationRef } from '@parley/ports';
import { openSnapshot } from './seals.ts';
import { walkJournal, type WalkedEntry, type WalkJournal } from './walk-journal.ts';

export interface Verification {
  readonly entries: number;
  readonly unreadable: number;
  readonly faults: readonly Fault[];
  readonly drift: number;
}

/**
 * Checks the chain of hashes, the seals, that every entry comes out as it was recorded, and that the snapshots kept are
 * those that the entries speak of. Null = no such conversation.
 */
export async function verifyConversation(self: WalkJournal, ref: ConversationRef): Promise<Verification | null> {
  const faults: Fault[] = [];
  let entries = 0;
  /** Entries that retention took: they stood before a tombstone, which is sealed and cannot be made up. */
  let retired = 0;
  let unreadable = 0;
  let drift = 0;
  let previousHash: Uint8Array = new Uint8Array(32);
  const snapshots = await snapshotHashes(self, ref);
  for await (const walked of walkJournal(self, ref, 0)) {
    if (entries === 0 && walked.entry?.outcome.kind === 'erased') {
      retired = walked.stored.seq - 1;
      previousHash = retired > 0 ? walked.stored.previousHash : previousHash;
    }
    entries += 1;
    if (walked.seal === 'destroyed') unreadable += 1;
    faults.push(...faultsOf(walked, entries + retired, previousHash), ...snapshotFaults(walked, snapshots));
    if (walked.entry !== null && walked.again?.kind === 'entry') {
      const { mismatches, drift: drifted } = compareEntries(walked.entry, walked.again.entry);
      drift += drifted.length;
      faults.push(
        ...mismatches.map(({ seq, what }) => fault(seq, what, 'It comes out otherwise when it is computed again.')),
      );
    }
    previousHash = walked.stored.bodyHash;
  }
  // A snapshot is written with its entry: one without it tells that the journal's end was cut off.
  const newest = Math.max(0, ...snapshots.keys());
  if (newest > entries + retired) faults.push(fault(newest, 'chain', 'Its snapshot is there and the entry is not.'));
  return entries === 0 && newest === 0 ? null : { entries, unreadable, faults, drift };
}

function faultsOf({ stored, seal, again }: WalkedEntry, place: number, previousHash: Uint8Array): readonly Fault[] {
  const { seq, body, bodyHash } = stored;
  const found: Fault[] = [];
  if (seq !== place) found.push(fault(seq, 'chain', `Entry ${place} is missing.`));
  if (!isSame(hash('sha256', body, 'buffer'), bodyHash))
    found.push(fault(seq, 'body', 'Its bytes are not those that were hashed.'));
  if (!isSame(stored.previousHash, previousHash))
    found.push(fault(seq, 'chain', 'It does not follow from the entry before it.'));
  if (seal === 'broken') found.push(fault(seq, 'seal', 'Its seal does not open: it was changed.'));
  if (again?.kind === 'nothing-due')
    found.push(fault(seq, 'outcome', 'Computed again, it would not have been written.'));
  return found;
}

/** What is sealed in each snapshot kept, as a hash; null = it does not open. One whose key was destroyed is left out. */
async function snapshotHashes(
  { ports }: WalkJournal,
  ref: ConversationRef,
): Promise<ReadonlyMap<number, string | null>> {
  const found = new Map<number, string | null>();
  for (const snapshot of await ports.journal.snapshots(ref)) {
    const opened = await openSnapshot(ports, ref, snapshot);
    if (opened.kind === 'open') found.set(snapshot.seq, hash('sha256', opened.bytes));
    if (opened.kind === 'broken') found.set(snapshot.seq, null);
  }
  return found;
}

function snapshotFaults(
  { entry, stored: { seq } }: WalkedEntry,
  found: ReadonlyMap<number, string | null>,
): readonly Fault[] {
  const snapshot = found.get(seq);
  if (snapshot === null) return [fault(seq, 'snapshot', 'The seal of its snapshot does not open: it was changed.')];
  const isOther = snapshot !== undefined && entry !== null && snapshot !== entry.snapshotHash;
  return isOther ? [fault(seq, 'snapshot', 'Its snapshot is not the one that it was recorded with.')] : [];
}

const fault = (seq: number, what: string, message: string): Fault => ({ seq, what, message });

const isSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
