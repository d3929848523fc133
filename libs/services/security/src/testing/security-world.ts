import { randomBytes } from 'node:crypto';
import { linkInProcess, SecurityServiceDefinition, ServiceFault } from '@parley/contracts';
import {
  MemoryApiKeys,
  MemoryBlobs,
  MemoryCache,
  MemoryConnections,
  MemoryConversationKeys,
  MemoryIdempotencyKeys,
  MemorySealing,
  MemoryTenants,
} from '@parley/ports';
import type { Tenant } from '@parley/ports';
import { storedKeyring } from '@parley/service-kit';
import { securityDefaults } from '../config.ts';
import { newPlatformKey } from '../new-platform-key.ts';
import { SecurityController } from '../security.controller.ts';

export const NOON = 1_760_000_000_000;
export const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** Rows of tenants, of whatever table; what is under way writes one more just after the doors were closed. */
export class MemoryTenantRecords {
  readonly rows = new Map<string, number>();
  private readonly late = new Set<string>();

  constructor(private readonly tenants: Map<string, Tenant>) {}

  close(): Promise<void> {
    return Promise.resolve();
  }

  destroyKeys(tenant: string): Promise<void> {
    const known = this.tenants.get(tenant);
    const none = new Uint8Array();
    if (known) this.tenants.set(tenant, { ...known, name: '', wrappedKey: none, wrappedIdKey: none });
    this.late.add(tenant);
    return Promise.resolve();
  }

  erase(tenant: string, most: number): Promise<number> {
    const gone = Math.min(most, this.rows.get(tenant) ?? 0);
    this.rows.set(tenant, (this.rows.get(tenant) ?? 0) - gone + (gone === 0 && this.late.delete(tenant) ? 1 : 0));
    return Promise.resolve(gone);
  }

  isAnyLeft(tenant: string): Promise<boolean> {
    return Promise.resolve((this.rows.get(tenant) ?? 0) > 0);
  }
}

/** The security service over memory twins, through its contract. */
export function world() {
  const tenantRows = new Map<string, Tenant>();
  const store = {
    tenants: new MemoryTenants({ tenants: tenantRows, rootKey: null }),
    apiKeys: new MemoryApiKeys(),
    connections: new MemoryConnections(),
    idempotency: new MemoryIdempotencyKeys(),
    sealing: new MemorySealing(),
    cache: new MemoryCache(),
  };
  const clock = { now: NOON };
  const keyring = storedKeyring({ keys: new MemoryConversationKeys(), tenants: store.tenants, sealing: store.sealing });
  const tenantsErased: { readonly tenant: string; readonly at: number }[] = [];
  const erasing = async (tenant: string, at: number): Promise<void> => void tenantsErased.push({ tenant, at });
  const records = new MemoryTenantRecords(tenantRows);
  const blobs = new MemoryBlobs();
  const ports = {
    ...store,
    keyring,
    records,
    blobs,
    erasing,
    now: () => clock.now,
    random: (bytes: number) => randomBytes(bytes),
    warn: () => undefined,
  };
  const platformKey = newPlatformKey('test', ports.random);
  const limits = { ...securityDefaults.erasing, doorsRememberedMs: 0, pauseMs: 1 };
  const config = { ...securityDefaults, environment: 'test', platformKey, keyMaxAgeMs: 40, erasing: limits };
  const controller = new SecurityController(ports, config);
  const security = linkInProcess(SecurityServiceDefinition, controller, { wire: true });
  return { ...ports, clock, tenantsErased, platformKey, config, ports, security };
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
