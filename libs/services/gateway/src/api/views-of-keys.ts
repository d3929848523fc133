import type { ApiKey, CreateApiKeyResponse } from '@parley/contracts';
import type { z } from 'zod';
import type { apiKeyMade, apiKeyView } from './schemas/tenants.ts';

/** A key as it is shown; what it lacks is null. */
export function viewKey(key: ApiKey | undefined): z.infer<typeof apiKeyView> {
  if (key === undefined) throw new Error('The service answered without the key.');
  const { keyId, name, prefix, scopes, createdAt, expiresAt, revokedAt, lastUsedAt, replaces } = key;
  return {
    ...{ keyId, name, prefix, scopes, createdAt, expiresAt: expiresAt ?? null, revokedAt: revokedAt ?? null },
    ...{ lastUsedAt: lastUsedAt ?? null, replaces: replaces ?? null },
  };
}

export function viewKeyMade({ apiKey, keyId, key }: CreateApiKeyResponse): z.infer<typeof apiKeyMade> {
  return { apiKey, keyId, key: viewKey(key) };
}
