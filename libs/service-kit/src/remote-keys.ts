import type { Client, KeyService, WrappedKey } from '@parley/contracts';
import { ServiceFault } from '@parley/contracts';
import type { ConversationKey, ConversationRef, NewConversationKey, Sealing } from '@parley/ports';
import { ConversationKeys } from '@parley/ports';
import { Keyring } from './keyring.ts';
import { KeyUnreadable, TenantErased, UnknownTenant, type OpensTenantKeys } from './tenant-keys.ts';

/** Conversations' keys, kept by the security service: each method is one call for as many as are asked for. */
export class RemoteConversationKeys extends ConversationKeys {
  constructor(private readonly service: Client<KeyService>) {
    super();
  }

  override async ensure(keys: readonly NewConversationKey[]): Promise<readonly ConversationKey[]> {
    if (keys.length === 0) return [];
    return (await this.service.ensureKeys({ keys: [...keys] })).keys.map(keyFromWire);
  }

  override async get(
    refs: readonly (ConversationRef & { readonly generation: number })[],
  ): Promise<readonly ConversationKey[]> {
    if (refs.length === 0) return [];
    return (await this.service.getKeys({ refs: [...refs] })).keys.map(keyFromWire);
  }

  override async newest({ tenant, conversation }: ConversationRef): Promise<ConversationKey | null> {
    const { key } = await this.service.getNewestKey({ tenant, conversation });
    return key === undefined ? null : keyFromWire(key);
  }

  override async destroy({ tenant, conversation }: ConversationRef, generation: number, at: number): Promise<void> {
    await this.service.destroyKeys({ tenant, conversation, generation, at });
  }
}

/** Opens a tenant's keys by asking security, which alone holds the root key. */
export function remoteTenantKeys(service: Client<KeyService>): OpensTenantKeys {
  return async (tenant) => {
    try {
      return await service.openTenantKeys({ tenant });
    } catch (error) {
      throw asThrownThere(error, tenant);
    }
  };
}

/** What the keyring's callers tell apart by its class. */
function asThrownThere(error: unknown, tenant: string): unknown {
  if (!(error instanceof ServiceFault)) return error;
  if (error.code === 'tenant.unknown') return new UnknownTenant(tenant);
  if (error.code === 'tenant.erased') return new TenantErased(tenant);
  return error.code === 'key.unreadable' ? new KeyUnreadable(`the keys of tenant ${tenant}`) : error;
}

/** A key as it crosses the wire; null, a destroyed one, is an absent field there. */
function keyFromWire({ wrapped, ...ref }: WrappedKey): ConversationKey {
  return { ...ref, wrapped: wrapped ?? null };
}

/** Another process destroys keys: what this one remembers of a tenant's is asked for again, ms (an erasure waits longer). */
const tenantMaxAgeMs = 5_000;

/** The keyring of a process that asks security for every key. */
export function remoteKeyring(service: Client<KeyService>, sealing: Sealing): Keyring {
  const ports = { keys: new RemoteConversationKeys(service), openTenantKeys: remoteTenantKeys(service), sealing };
  return new Keyring(ports, { tenantMaxAgeMs });
}
