import type { InboundStimulus } from '@parley/contracts';
import type { Entry } from '@parley/conversation';
import { readCanonical } from '@parley/message';
import type { EnginePorts } from './engine-ports.ts';
import { openEntry } from './seals.ts';

/** What the journal holds under an event id: nothing, an entry, or one whose key was destroyed since. */
export type Recorded = Entry | 'erased' | null;

/** The recorded entries of these stimuli, in their order, in one query. This answer alone decides. */
export async function findRecorded(
  ports: Pick<EnginePorts, 'journal' | 'keyring' | 'sealing'>,
  stimuli: readonly InboundStimulus[],
): Promise<readonly Recorded[]> {
  if (stimuli.length === 0) return [];
  const found = await ports.journal.find(
    stimuli.map(({ tenant, conversation, eventId }) => ({ tenant, conversation, eventId })),
  );
  const own = new Map(found.filter(({ foundBy }) => foundBy === undefined).map((entry) => [nameOf(entry), entry]));
  return Promise.all(
    stimuli.map(async (stimulus) => {
      const stored = own.get(nameOf(stimulus));
      if (stored === undefined) return null;
      const opened = await openEntry(ports, stored);
      if (opened.kind === 'broken') throw new EntryBroken(stored.conversation, stored.seq);
      return opened.kind === 'destroyed' ? 'erased' : (readCanonical(opened.bytes) as Entry);
    }),
  );
}

/** A recorded entry was changed after it was sealed. */
export class EntryBroken extends Error {
  override readonly name = 'EntryBroken';
  constructor(conversation: string, seq: number) {
    super(`Entry ${seq} of conversation ${conversation} does not open: it was changed. Restore it from a backup.`);
  }
}

const nameOf = (event: { readonly tenant: string; readonly conversation: string; readonly eventId: string }): string =>
  `${event.tenant}\n${event.conversation}\n${event.eventId}`;
