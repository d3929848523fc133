import { hash } from 'node:crypto';
import {
  closedOperations,
  nextDue,
  openedOperations,
  projectOutcome,
  type OpenedOperation,
  type Projection,
} from '@parley/conversation';
import type { NewEntry } from '@parley/ports';
import type { DecidedTurn } from './decide-turn.ts';
import type { EnginePorts } from './engine-ports.ts';
import type { KnownHead } from './heads.ts';
import { entryContext, snapshotContext, tenantGeneration } from './seals.ts';

/** A turn ready to be committed. */
export interface SealedTurn extends DecidedTurn {
  readonly entry: NewEntry;
  readonly projection: Projection;
  readonly opens: readonly OpenedOperation[];
  /** The head, once the entry is in. */
  readonly next: KnownHead;
}

/**
 * Seals body and snapshot apart. A tombstone holds ids and counters only and is sealed under the tenant's key: it stays
 * readable when the conversation's key is gone, and the conversation can go on behind it.
 */
export async function sealTurn(
  { keyring, sealing }: Pick<EnginePorts, 'keyring' | 'sealing'>,
  turn: DecidedTurn,
  riders: boolean,
): Promise<SealedTurn> {
  const { opened, head, rules, decision } = turn;
  const { entry, state } = decision;
  const { tenant, conversation, connection, eventId } = opened.inbound;
  const ref = { tenant, conversation };
  const isTombstone = entry.outcome.kind === 'erased';
  const key = isTombstone ? await keyring.tenantKey(tenant) : opened.key.key;
  const body = sealing.seal(key, decision.entryBytes, entryContext(ref, entry.seq));
  const bodyHash = hash('sha256', body, 'buffer');
  const projection = projectOutcome(entry);
  const opens = rules === null ? [] : openedOperations(entry, state, rules);
  // A wake-up on its way through the log is pending no more.
  const pending = opened.stimulus.body.kind === 'timer' ? null : head.wakeUpAt;
  const due = nextDue(state);
  const wakeUpAt = due !== null && (pending === null || due < pending) ? due : null;
  return {
    ...{ opened, head, rules, moment: turn.moment, decision },
    projection,
    opens,
    entry: {
      ...{ tenant, conversation, connection, eventId, seq: entry.seq, now: entry.now },
      generation: isTombstone ? tenantGeneration : opened.key.generation,
      ...{ body, bodyHash, previousHash: head.bodyHash },
      snapshot: sealing.seal(key, decision.stateBytes, snapshotContext(ref, entry.seq)),
      settles: entry.settles,
      outcome: entry.outcome.kind,
      wakeUpAt,
      opens: opens.map(({ operation, index, adapter, attempts, timeoutMs, backoffMs, deadline }) => ({
        ...{ operation, index, adapter, attempts, timeoutMs, backoffMs, deadline },
      })),
      closes: closedOperations(head.state, state),
      rider: riders ? projection : null,
    },
    next: {
      ...{ seq: entry.seq, bodyHash, state, isChecked: true },
      wakeUpAt: wakeUpAt ?? pending,
      size: decision.stateBytes.length,
    },
  };
}
