import type { Entry } from '@parley/conversation';
import { canonicalBytes, readCanonical } from '@parley/message';
import type { OpenOperationRow } from '@parley/ports';
import type { OperationRequest } from './call-adapter.ts';
import type { EnginePorts } from './engine-ports.ts';
import { openEntry, openRequest } from './seals.ts';

type Ports = Pick<EnginePorts, 'journal' | 'operations' | 'keyring' | 'sealing'>;

/** The request that an entry's invoke effect asks for: canonical bytes. Null = the effect is none. */
export function requestOf(entry: Entry, index: number): Uint8Array | null {
  const effect = entry.effects[index];
  if (effect?.kind !== 'invoke') return null;
  const request: OperationRequest = {
    adapter: effect.src,
    flow: entry.flow,
    language: entry.language,
    input: effect.input,
  };
  return canonicalBytes(request);
}

/**
 * The bytes to send: those sealed with the first attempt, else made from the sealed entry. Null = forgotten (erased).
 * The first attempt's claim counts for the life of its idempotency key.
 */
export async function readRequest(
  ports: Ports,
  row: OpenOperationRow,
): Promise<{ readonly request: Uint8Array | null; readonly firstClaimedAt: number | null }> {
  if (row.claimed === 0) return { request: await fromEntry(ports, row), firstClaimedAt: null };
  const [first] = await ports.operations.attempts(row);
  if (first === undefined) return { request: await fromEntry(ports, row), firstClaimedAt: null };
  if (first.request === null) return { request: null, firstClaimedAt: first.claimedAt };
  const opened = await openRequest(ports, row, first.generation, first.request);
  return { request: opened.kind === 'open' ? opened.bytes : null, firstClaimedAt: first.claimedAt };
}

async function fromEntry(ports: Ports, row: OpenOperationRow): Promise<Uint8Array | null> {
  const [stored] = await ports.journal.read(row, row.seq - 1, 1);
  if (stored === undefined) return null;
  const opened = await openEntry(ports, stored);
  return opened.kind === 'open' ? requestOf(readCanonical(opened.bytes) as Entry, row.index) : null;
}
