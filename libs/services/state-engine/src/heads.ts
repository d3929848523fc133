import { stateAfterLostKey, untouched, type ConversationState } from '@parley/conversation';
import { readCanonical } from '@parley/message';
import type { ConversationRef, Head } from '@parley/ports';
import { LRUCache } from 'lru-cache';
import type { EnginePorts } from './engine-ports.ts';
import { openSnapshot } from './seals.ts';

/** Where a conversation stands, decoded. `bodyHash` tags it: the next entry chains to it, so a stale one never gets in. */
export interface KnownHead {
  readonly seq: number;
  readonly bodyHash: Uint8Array;
  readonly state: ConversationState;
  /** When the pending wake-up is due, ms; null = none. */
  readonly wakeUpAt: number | null;
  /** The snapshot was checked against the machine, by loading or by having been made here. */
  readonly isChecked: boolean;
  /** Bytes of the canonical state. */
  readonly size: number;
}

/** A newer engine's head. */
export type HeadAnswer = KnownHead | 'not-mine-yet';

const noEntry: KnownHead = {
  seq: 0,
  bodyHash: new Uint8Array(32),
  state: untouched,
  wakeUpAt: null,
  isChecked: true,
  size: 0,
};

/** What the decoded form takes beside the canonical bytes, roughly. */
const overhead = { factor: 4, bytes: 500 };

/** Heads of conversations, remembered within a bound of bytes; only what is not remembered is read, all in one query. */
export class Heads {
  private readonly known: LRUCache<string, KnownHead>;
  private readonly ports: Pick<EnginePorts, 'journal' | 'keyring' | 'sealing'>;

  constructor(ports: Pick<EnginePorts, 'journal' | 'keyring' | 'sealing'>, maxBytes: number) {
    this.ports = ports;
    this.known = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ size }) => size * overhead.factor + overhead.bytes,
    });
  }

  /** In the order asked. */
  async load(refs: readonly ConversationRef[]): Promise<readonly HeadAnswer[]> {
    const missing = refs.filter((ref) => !this.known.has(nameOf(ref)));
    const read = missing.length === 0 ? null : await this.read(missing);
    return refs.map((ref) => this.known.get(nameOf(ref)) ?? read?.get(nameOf(ref)) ?? noEntry);
  }

  /** Only what is committed may be remembered. */
  remember(ref: ConversationRef, head: KnownHead): void {
    this.known.set(nameOf(ref), head);
  }

  forget(ref: ConversationRef): void {
    this.known.delete(nameOf(ref));
  }

  private async read(refs: readonly ConversationRef[]): Promise<ReadonlyMap<string, HeadAnswer>> {
    const heads = await this.ports.journal.heads(refs);
    const decoded = await Promise.all(heads.map(async (head) => [nameOf(head), await this.decode(head)] as const));
    return new Map(decoded);
  }

  private async decode(head: Head): Promise<HeadAnswer> {
    const { seq, bodyHash, wakeUpAt } = head;
    const opened = await openSnapshot(this.ports, head, head.snapshot);
    if (opened.kind === 'broken') throw new SnapshotBroken(head);
    if (opened.kind === 'destroyed') {
      return { seq, bodyHash, state: stateAfterLostKey(seq, 0), wakeUpAt, isChecked: true, size: 0 };
    }
    const state = readCanonical(opened.bytes) as ConversationState;
    if (isNewer(state)) return 'not-mine-yet';
    return { seq, bodyHash, state, wakeUpAt, isChecked: state.snapshot === null, size: opened.bytes.length };
  }
}

/** Version 1 is what this engine reads. */
function isNewer(state: { readonly version: number }): boolean {
  return state.version > untouched.version;
}

/** The head's snapshot was changed after it was sealed. The chain tells where; only a restore mends it. */
export class SnapshotBroken extends Error {
  override readonly name = 'SnapshotBroken';
  constructor({ conversation, seq }: Head) {
    super(
      `The snapshot of conversation ${conversation} at ${seq} does not open: it was changed. Restore it from a backup.`,
    );
  }
}

const nameOf = ({ tenant, conversation }: ConversationRef): string => `${tenant}\n${conversation}`;
