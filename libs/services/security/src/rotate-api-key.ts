import type { ApiKey } from '@parley/ports';
import { issueApiKey, type IssuedApiKey } from './issue-api-key.ts';
import type { SecurityPorts } from './security-ports.ts';

export interface KeyToRotate {
  readonly tenant: string;
  readonly keyId: string;
  /** How long the old key is still valid, ms. */
  readonly overlapMs: number;
  /** What the key that asks may do; none = the platform asks. */
  readonly grantedBy: readonly string[];
}

export type RotatedApiKey =
  | Exclude<IssuedApiKey, { kind: 'issued' }>
  | { readonly kind: 'unknown-key' }
  | { readonly kind: 'rotated'; readonly apiKey: string; readonly key: ApiKey; readonly oldExpiresAt: number };

/** A key with the same name, scopes and lifetime as another, which ends after the overlap: clients change over in between. */
export async function rotateApiKey(
  ports: SecurityPorts,
  environment: string,
  { tenant, keyId, overlapMs, grantedBy }: KeyToRotate,
): Promise<RotatedApiKey> {
  // 1. Only a key that still works is worth following.
  const now = ports.now();
  const old = await ports.apiKeys.find(keyId);
  if (old?.tenant !== tenant || !isValid(old, now)) return { kind: 'unknown-key' };
  // 2. The new one, as long-lived as the old one was.
  const expiresAt = old.expiresAt === null ? undefined : now + (old.expiresAt - old.createdAt);
  const { name, scopes } = old;
  const issued = await issueApiKey(ports, environment, {
    tenant,
    name,
    scopes,
    expiresAt,
    grantedBy,
    replaces: old.id,
  });
  if (issued.kind !== 'issued') return issued;
  // 3. The old one's end. A crash before it leaves both valid, and both are listed.
  const oldExpiresAt = Math.min(old.expiresAt ?? Infinity, now + overlapMs);
  await ports.apiKeys.expire(tenant, old.id, oldExpiresAt);
  return { kind: 'rotated', apiKey: issued.apiKey, key: issued.key, oldExpiresAt };
}

/** Neither revoked nor expired at this time. */
export function isValid(key: Pick<ApiKey, 'revokedAt' | 'expiresAt'>, now: number): boolean {
  return key.revokedAt === null && (key.expiresAt ?? Infinity) > now;
}
