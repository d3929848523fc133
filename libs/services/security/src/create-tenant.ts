import { isName } from '@parley/access';
import { newTenantKeys } from '@parley/service-kit';
import { issueApiKey } from './issue-api-key.ts';
import type { SecurityPorts } from './security-ports.ts';

export type CreatedTenant =
  { readonly kind: 'created'; readonly apiKey: string } | { readonly kind: 'exists' | 'invalid' };

const MAX_NAME = 200;

/**
 * Creates a tenant with its two keys, and its first API key. A crash in between leaves a tenant without an API key: the
 * platform issues one with `CreateApiKey`.
 */
export async function createTenant(
  ports: SecurityPorts,
  environment: string,
  request: { readonly tenant: string; readonly name: string },
): Promise<CreatedTenant> {
  const { tenant, name } = request;
  if (!isName(tenant) || name.length > MAX_NAME || name.includes('\u0000')) return { kind: 'invalid' };
  const keys = newTenantKeys(ports.sealing, tenant);
  const answer = await ports.tenants.create({ tenant, name: name || tenant, createdAt: ports.now(), ...keys });
  if (answer === 'exists') return { kind: 'exists' };
  const issued = await issueApiKey(ports, environment, { tenant, name: 'first' });
  if (issued.kind !== 'issued') throw new Error(`A tenant just created is ${issued.kind}.`);
  return { kind: 'created', apiKey: issued.apiKey };
}
