import { API_KEY_ID_BYTES, API_KEY_SECRET_BYTES, makeApiKey, TENANT_SCOPES, unknownScopes } from '@parley/access';
import { hashSecret } from './secret-hash.ts';
import type { SecurityPorts } from './security-ports.ts';

export type IssuedApiKey =
  | { readonly kind: 'issued'; readonly apiKey: string; readonly keyId: string }
  | { readonly kind: 'unknown-tenant' }
  | { readonly kind: 'invalid-scope'; readonly scopes: readonly string[] };

/** Makes a key for a tenant. Its text is answered this once; only the hash of its secret is kept. No scopes = all of them. */
export async function issueApiKey(
  ports: Pick<SecurityPorts, 'tenants' | 'apiKeys' | 'random' | 'now'>,
  environment: string,
  tenant: string,
  scopes: readonly string[] = [],
): Promise<IssuedApiKey> {
  // 1. Only what a tenant's key may do, and only for a tenant that exists.
  const unknown = unknownScopes(scopes);
  if (unknown.length > 0) return { kind: 'invalid-scope', scopes: unknown };
  const known = await ports.tenants.get(tenant);
  // A tombstone has no keys any more.
  if (known === null || known.wrappedKey.length === 0) return { kind: 'unknown-tenant' };
  // 2. Durable before it is shown.
  const key = makeApiKey(environment, ports.random(API_KEY_ID_BYTES + API_KEY_SECRET_BYTES));
  await ports.apiKeys.insert({
    id: key.id,
    tenant,
    secretHash: hashSecret(key.secret),
    scopes: scopes.length > 0 ? scopes : TENANT_SCOPES,
    createdAt: ports.now(),
    revokedAt: null,
  });
  return { kind: 'issued', apiKey: key.text, keyId: key.id };
}
