import { randomBytes } from 'node:crypto';
import { linkInProcess, SecurityServiceDefinition, ServiceFault } from '@parley/contracts';
import {
  MemoryApiKeys,
  MemoryConnections,
  MemoryConversationKeys,
  MemoryIdempotencyKeys,
  MemorySealing,
  MemoryTenants,
} from '@parley/ports';
import { Keyring } from '@parley/service-kit';
import { securityDefaults } from '../config.ts';
import { newPlatformKey } from '../new-platform-key.ts';
import { SecurityController } from '../security.controller.ts';

export const NOON = 1_760_000_000_000;
export const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** The security service over memory twins, through its contract. */
export function world() {
  const store = {
    tenants: new MemoryTenants(),
    apiKeys: new MemoryApiKeys(),
    connections: new MemoryConnections(),
    idempotency: new MemoryIdempotencyKeys(),
    sealing: new MemorySealing(),
  };
  const clock = { now: NOON };
  const keyring = new Keyring({ keys: new MemoryConversationKeys(), tenants: store.tenants, sealing: store.sealing });
  const ports = {
    ...store,
    keyring,
    now: () => clock.now,
    random: (bytes: number) => randomBytes(bytes),
    warn: () => undefined,
  };
  const platformKey = newPlatformKey('test', ports.random);
  const config = { ...securityDefaults, environment: 'test', platformKey, keyMaxAgeMs: 40 };
  const controller = new SecurityController(ports, config);
  const security = linkInProcess(SecurityServiceDefinition, controller, { wire: true });
  return { ...ports, clock, platformKey, config, ports, security };
}

/** The same, with a tenant and its first key. */
export async function bank() {
  const made = world();
  const { apiKey } = await made.security.createTenant({ tenant: 'bank', name: 'The Bank' });
  return { ...made, apiKey };
}

/** The status and the code that a call is refused with; anything else is thrown. */
export const refusal = async (call: Promise<unknown>): Promise<readonly [string, string]> => {
  const error = await call.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  );
  if (error instanceof ServiceFault) return [error.status, error.code];
  throw error;
};
