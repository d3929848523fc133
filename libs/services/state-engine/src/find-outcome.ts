import type { FindOutcomeRequest, FindOutcomeResponse, Outcome } from '@parley/contracts';
import { OutcomeKind } from '@parley/contracts';
import type { Entry } from '@parley/conversation';
import { readCanonical } from '@parley/message';
import type { StoredEntry } from '@parley/ports';
import type { EnginePorts } from './engine-ports.ts';
import { EntryBroken } from './find-recorded.ts';
import { duplicateOutcome, emptyOutcome } from './outcome.ts';
import { openEntry } from './seals.ts';

type Ports = Pick<EnginePorts, 'journal' | 'keyring' | 'sealing'>;

/** What the journal holds of a stimulus: its own entry, and the one that took it up if it was deferred. */
export async function findOutcome(ports: Ports, event: FindOutcomeRequest): Promise<FindOutcomeResponse> {
  const { tenant, conversation, eventId } = event;
  const found = await ports.journal.find([{ tenant, conversation, eventId }]);
  const [recorded, settled] = await Promise.all(
    [found.find(({ foundBy }) => foundBy === undefined), found.find(({ foundBy }) => foundBy === eventId)].map(
      (stored) => stored && outcomeOf(ports, stored),
    ),
  );
  return { recorded, settled };
}

async function outcomeOf(ports: Ports, stored: StoredEntry): Promise<Outcome> {
  const opened = await openEntry(ports, stored);
  if (opened.kind === 'broken') throw new EntryBroken(stored.conversation, stored.seq);
  if (opened.kind === 'destroyed') return emptyOutcome(stored, OutcomeKind.ERASED);
  return duplicateOutcome(readCanonical(opened.bytes) as Entry, true);
}
