import { hash } from 'node:crypto';
import type { Fault } from '@parley/contracts';
import { compareEntries } from '@parley/conversation';
import type { ConversationRef } from '@parley/ports';
import { walkJournal, type WalkedEntry, type WalkJournal } from './walk-journal.ts';

export interface Verification {
  readonly entries: number;
  readonly unreadable: number;
  readonly faults: readonly Fault[];
  readonly drift: number;
}

/** Checks the chain of hashes, the seals, and that every entry comes out as it was recorded. Null = no such conversation. */
export async function verifyConversation(self: WalkJournal, ref: ConversationRef): Promise<Verification | null> {
  const faults: Fault[] = [];
  let entries = 0;
  let unreadable = 0;
  let drift = 0;
  let previousHash: Uint8Array = new Uint8Array(32);
  for await (const walked of walkJournal(self, ref, 0)) {
    entries += 1;
    if (walked.seal === 'destroyed') unreadable += 1;
    faults.push(...faultsOf(walked, entries, previousHash));
    if (walked.entry !== null && walked.again?.kind === 'entry') {
      const { mismatches, drift: drifted } = compareEntries(walked.entry, walked.again.entry);
      drift += drifted.length;
      faults.push(
        ...mismatches.map(({ seq, what }) => fault(seq, what, 'It comes out otherwise when it is computed again.')),
      );
    }
    previousHash = walked.stored.bodyHash;
  }
  return entries === 0 ? null : { entries, unreadable, faults, drift };
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

const fault = (seq: number, what: string, message: string): Fault => ({ seq, what, message });

const isSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
