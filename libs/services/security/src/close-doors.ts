import type { ApiKey } from '@parley/ports';
import { forgetConnection } from '@parley/service-kit';
import { forgetApiKey } from './authenticate-api-key.ts';
import type { SecurityPorts } from './security-ports.ts';

const pageSize = 200;

/** Closes a tenant's doors, and tells every process that remembers one of them. */
export async function closeDoors(
  ports: Pick<SecurityPorts, 'apiKeys' | 'connections' | 'records' | 'cache'>,
  tenant: string,
): Promise<void> {
  const [keys, connections] = await Promise.all([keysOf(ports, tenant), ports.connections.list(tenant)]);
  await ports.records.close(tenant);
  await Promise.all([
    ...keys.map(({ id }) => forgetApiKey(ports.cache, id)),
    ...connections.map(({ connection }) => forgetConnection(ports.cache, connection)),
  ]);
}

async function keysOf({ apiKeys }: Pick<SecurityPorts, 'apiKeys'>, tenant: string): Promise<readonly ApiKey[]> {
  const keys: ApiKey[] = [];
  for (;;) {
    const page = await apiKeys.list(tenant, pageSize, keys.at(-1));
    keys.push(...page);
    if (page.length < pageSize) return keys;
  }
}
