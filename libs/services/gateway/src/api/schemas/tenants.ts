import { TENANT_SCOPES } from '@parley/access';
import { z } from 'zod';
import { keyId, next, plainText, tenantId, time } from './primitives.ts';

const scope = z.enum(TENANT_SCOPES);

export const newTenant = z
  .strictObject({ tenant: tenantId.optional(), name: plainText(1, 200) })
  .meta({ id: 'NewTenant' });
export const tenantMade = z
  .object({ tenant: tenantId, name: z.string(), apiKey: z.string().describe('Shown this once') })
  .meta({ id: 'TenantMade' });
export const tenantView = z.object({ tenant: tenantId, name: z.string(), createdAt: time }).meta({ id: 'Tenant' });
export const tenantPage = z
  .object({ tenants: z.array(z.object({ tenant: tenantId, createdAt: time })), next })
  .meta({ id: 'TenantPage' });

export const newApiKey = z
  .strictObject({
    name: plainText(0, 100).default(''),
    scopes: z.array(scope).max(20).default([]).describe('None = everything that the asking key may do'),
    expiresAt: time.optional(),
  })
  .meta({ id: 'NewApiKey' });
export const apiKeyView = z
  .object({
    keyId,
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(z.string()),
    createdAt: time,
    expiresAt: time.nullable(),
    revokedAt: time.nullable(),
    lastUsedAt: time.nullable(),
    replaces: keyId.nullable(),
  })
  .meta({ id: 'ApiKey' });
export const apiKeyMade = z
  .object({ apiKey: z.string().describe('Shown this once'), keyId, key: apiKeyView })
  .meta({ id: 'ApiKeyMade' });
export const apiKeyPage = z.object({ apiKeys: z.array(apiKeyView), next }).meta({ id: 'ApiKeyPage' });
export const rotation = z
  .strictObject({
    overlapSeconds: z
      .int()
      .min(0)
      .max(30 * 86_400)
      .default(86_400)
      .describe('How long the old key still works'),
  })
  .meta({ id: 'Rotation' });
export const apiKeyRotated = z
  .object({ apiKey: z.string().describe('Shown this once'), key: apiKeyView, oldExpiresAt: time })
  .meta({ id: 'ApiKeyRotated' });

export const usageView = z
  .object({
    conversations: z.int(),
    messages: z.int(),
    entries: z.int(),
    byStatus: z.record(z.string(), z.int()),
    countedAt: time,
  })
  .meta({ id: 'Usage' });
