import { stimulusContext } from '@parley/contracts';
import type { ConversationRef, Sealing, StoredEntry, StoredSnapshot } from '@parley/ports';
import type { Keyring } from '@parley/service-kit';

/** Entries of this generation hold ids and counters only and are sealed under the tenant's key: they outlive an erasure. */
export const tenantGeneration = 0;

type Ports = { readonly keyring: Keyring; readonly sealing: Sealing };

/** What opening gave: `destroyed` = the key is gone, `broken` = the key is there and does not open it. */
export type Opened =
  { readonly kind: 'open'; readonly bytes: Uint8Array } | { readonly kind: 'destroyed' } | { readonly kind: 'broken' };

export const entryContext = ({ tenant, conversation }: ConversationRef, seq: number): string =>
  `entry:${tenant}:${conversation}:${seq}`;

export const snapshotContext = ({ tenant, conversation }: ConversationRef, seq: number): string =>
  `snapshot:${tenant}:${conversation}:${seq}`;

export const requestContext = ({ tenant, conversation }: ConversationRef, operation: string): string =>
  `request:${tenant}:${conversation}:${operation}`;

/** The key of a generation; null = destroyed. */
export function keyOf(keyring: Keyring, ref: ConversationRef, generation: number): Promise<Uint8Array | null> {
  return generation === tenantGeneration ? keyring.tenantKey(ref.tenant) : keyring.open(ref, generation);
}

export function openEntry(ports: Ports, entry: StoredEntry): Promise<Opened> {
  return open(ports, entry, entry.generation, entry.body, entryContext(entry, entry.seq));
}

export function openSnapshot(ports: Ports, ref: ConversationRef, snapshot: StoredSnapshot): Promise<Opened> {
  return open(ports, ref, snapshot.generation, snapshot.sealed, snapshotContext(ref, snapshot.seq));
}

export function openRequest(
  ports: Ports,
  ref: ConversationRef & { readonly operation: string },
  generation: number,
  sealed: Uint8Array,
): Promise<Opened> {
  return open(ports, ref, generation, sealed, requestContext(ref, ref.operation));
}

export function openStimulus(
  ports: Ports,
  record: ConversationRef & { readonly eventId: string; readonly generation: number; readonly sealed: Uint8Array },
): Promise<Opened> {
  return open(ports, record, record.generation, record.sealed, stimulusContext(record));
}

async function open(
  { keyring, sealing }: Ports,
  ref: ConversationRef,
  generation: number,
  sealed: Uint8Array,
  context: string,
): Promise<Opened> {
  const key = await keyOf(keyring, ref, generation);
  if (key === null) return { kind: 'destroyed' };
  const bytes = sealing.open(key, sealed, context);
  return bytes === null ? { kind: 'broken' } : { kind: 'open', bytes };
}
