import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SecurityPorts } from './security-ports.ts';

export type BegunRequest =
  | { readonly kind: 'new' }
  | { readonly kind: 'in-progress' | 'mismatch' }
  /** `body` null = the answer was not kept. */
  | { readonly kind: 'done'; readonly status: number; readonly body: Uint8Array | null };

/** An answer is given again for so long. */
export const answersKeptMs = 24 * 3600 * 1000;

/** A claim without an answer is somebody's who died, after so long. */
const claimHeldMs = 60_000;

type Ports = Pick<SecurityPorts, 'idempotency' | 'keyring' | 'sealing' | 'now'>;

/** The platform has no tenant's keys: its requests are compared under this one, and its answers are not kept. */
const platformIdKey = Buffer.from('parley platform idempotency');

/** Claims the name of a request, or says what came of it. Only a keyed hash of the request is kept. */
export async function beginIdempotent(
  ports: Ports,
  { tenant, key, request }: { readonly tenant: string; readonly key: string; readonly request: Uint8Array },
): Promise<BegunRequest> {
  // 1. The name belongs to whoever inserts it first.
  const now = ports.now();
  const requestHash = new Uint8Array(
    createHmac('sha256', await idKeyOf(ports, tenant))
      .update(request)
      .digest(),
  );
  const limits = { takenOver: now - answersKeptMs, givenUp: now - claimHeldMs };
  const row = await ports.idempotency.claim({ tenant, key, requestHash, createdAt: now }, limits);
  if (row === 'claimed') return { kind: 'new' };
  // 2. The same name for something else is a fault of the client's; the same again is answered as before.
  const isSame = row.requestHash.length === requestHash.length && timingSafeEqual(row.requestHash, requestHash);
  if (!isSame) return { kind: 'mismatch' };
  if (row.status === null) return { kind: 'in-progress' };
  if (row.sealed === null) return { kind: 'done', status: row.status, body: null };
  const tenantKey = await ports.keyring.tenantKey(tenant);
  return { kind: 'done', status: row.status, body: ports.sealing.open(tenantKey, row.sealed, contextOf(tenant, key)) };
}

/** Keeps what came of a claimed request; status 0 gives the claim up. */
export async function endIdempotent(
  ports: Ports,
  ended: {
    readonly tenant: string;
    readonly key: string;
    readonly status: number;
    readonly body: Uint8Array;
    readonly keepsAnswer: boolean;
  },
): Promise<void> {
  const { tenant, key, status, body, keepsAnswer } = ended;
  if (status === 0) return ports.idempotency.release(tenant, key);
  if (!keepsAnswer || tenant === '') return ports.idempotency.settle(tenant, key, status, null);
  const sealed = ports.sealing.seal(await ports.keyring.tenantKey(tenant), body, contextOf(tenant, key));
  return ports.idempotency.settle(tenant, key, status, sealed);
}

async function idKeyOf({ keyring }: Ports, tenant: string): Promise<Uint8Array> {
  return tenant === '' ? platformIdKey : keyring.idKey(tenant);
}

const contextOf = (tenant: string, key: string): string => `idempotency:${tenant}\n${key}`;
