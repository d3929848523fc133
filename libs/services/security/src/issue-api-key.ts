import {
  API_KEY_ID_BYTES,
  API_KEY_SECRET_BYTES,
  makeApiKey,
  scopesBeyond,
  TENANT_SCOPES,
  unknownScopes,
} from '@parley/access';
import type { ApiKey, Tenant } from '@parley/ports';
import { hashSecret } from './secret-hash.ts';
import type { SecurityPorts } from './security-ports.ts';

export interface NewApiKey {
  readonly tenant: string;
  /** For people. */
  readonly name?: string;
  /** None = all of them, as far as `grantedBy` goes. */
  readonly scopes?: readonly string[];
  /** ms since the epoch; undefined = it does not expire. */
  readonly expiresAt?: number | undefined;
  /** What the key that asks may do; none = the platform asks. */
  readonly grantedBy?: readonly string[];
  /** Id of the key that it follows. */
  readonly replaces?: string;
}

export type IssuedApiKey =
  | { readonly kind: 'issued'; readonly apiKey: string; readonly key: ApiKey }
  | { readonly kind: 'unknown-tenant' | 'invalid' }
  | { readonly kind: 'invalid-scope' | 'scope-missing'; readonly scopes: readonly string[] };

type Ports = Pick<SecurityPorts, 'tenants' | 'apiKeys' | 'random' | 'now'>;

const MAX_NAME = 100;

/** Makes a key for a tenant. Its text is answered this once; only the hash of its secret is kept. */
export async function issueApiKey(ports: Ports, environment: string, wanted: NewApiKey): Promise<IssuedApiKey> {
  const { tenant, name = '', grantedBy = [], expiresAt } = wanted;
  const now = ports.now();
  // 1. Only what a tenant's key may do, no more than the asking key may, and only for a tenant that exists.
  const scopes = wanted.scopes?.length ? wanted.scopes : allOf(grantedBy);
  const unknown = unknownScopes(scopes);
  if (unknown.length > 0) return { kind: 'invalid-scope', scopes: unknown };
  const beyond = grantedBy.length > 0 ? scopesBeyond(grantedBy, scopes) : [];
  if (beyond.length > 0) return { kind: 'scope-missing', scopes: beyond };
  const isFine = name.length <= MAX_NAME && !name.includes('\u0000') && (expiresAt ?? Infinity) > now;
  if (!isFine) return { kind: 'invalid' };
  const known = await ports.tenants.get(tenant);
  if (known === null || isTombstone(known)) return { kind: 'unknown-tenant' };
  // 2. Durable before it is shown.
  const made = makeApiKey(environment, ports.random(API_KEY_ID_BYTES + API_KEY_SECRET_BYTES));
  const key: ApiKey = {
    id: made.id,
    tenant,
    name,
    secretHash: hashSecret(made.secret),
    scopes,
    createdAt: now,
    revokedAt: null,
    expiresAt: expiresAt ?? null,
    lastUsedAt: null,
    replaces: wanted.replaces ?? null,
  };
  await ports.apiKeys.insert(key);
  return { kind: 'issued', apiKey: made.text, key };
}

/** Whether it was erased: a tombstone has no keys any more. */
export function isTombstone({ wrappedKey }: Pick<Tenant, 'wrappedKey'>): boolean {
  return wrappedKey.length === 0;
}

function allOf(grantedBy: readonly string[]): readonly string[] {
  if (grantedBy.length === 0) return TENANT_SCOPES;
  const beyond = scopesBeyond(grantedBy, TENANT_SCOPES);
  return TENANT_SCOPES.filter((scope) => !beyond.includes(scope));
}
