import { stimulusContext, type InboundStimulus } from '@parley/contracts';
import { canonicalBytes } from '@parley/message';
import { MemoryConversationKeys, MemorySealing, MemoryTenants, newTenantsStore } from '@parley/ports';
import { storedKeyring, newTenantKeys, UnknownTenant } from '@parley/service-kit';
import { openBatch } from './open-batch.ts';

async function world(...tenants: readonly string[]) {
  const store = newTenantsStore();
  const sealing = new MemorySealing();
  const rows = new MemoryTenants(store);
  const keyring = storedKeyring({ keys: new MemoryConversationKeys(), tenants: rows, sealing });
  for (const tenant of tenants) {
    await rows.create({ tenant, name: tenant, createdAt: 0, ...newTenantKeys(sealing, tenant) });
  }
  const say = async (tenant: string, eventId: string): Promise<InboundStimulus> => {
    const address = { tenant, conversation: 'c', connection: 'k', eventId, receivedAt: 1 };
    const [current] = await keyring.ensure([address]);
    if (current === undefined) throw new Error('no key');
    const { generation, key } = current;
    const bytes = canonicalBytes({ ...address, body: { kind: 'message', text: 'hi' } });
    const sealed = sealing.seal(key, bytes, stimulusContext(address));
    return { ...address, generation, sealed, attempt: 1 };
  };
  /** As the erasure of a tenant leaves it: a tombstone without keys. */
  const erase = (tenant: string): void => {
    const known = store.tenants.get(tenant);
    const none = new Uint8Array();
    if (known) store.tenants.set(tenant, { ...known, wrappedKey: none, wrappedIdKey: none });
    keyring.forgetTenant(tenant);
  };
  return { ports: { keyring, sealing }, say, erase, store };
}

describe('a batch of the log', () => {
  it('goes on without the stimuli of tenants that were erased, as if their keys had been destroyed one by one', async () => {
    const { ports, say, erase } = await world('acme', 'gone', 'lost');
    const batch = [await say('acme', 'web:1'), await say('gone', 'web:2'), await say('lost', 'web:3')];
    expect(await openBatch(ports, batch)).toHaveLength(3);
    erase('gone');
    erase('lost');
    const opened = await openBatch(ports, batch);
    expect(opened.map(({ inbound, isReadable }) => [inbound.tenant, isReadable])).toEqual([['acme', true]]);
  });

  it('stops at a tenant of whom the store knows nothing: something was lost, and nothing is skipped', async () => {
    const { ports, say, store } = await world('acme');
    const batch = [await say('acme', 'web:1')];
    store.tenants.delete('acme');
    ports.keyring.forgetTenant('acme');
    await expect(openBatch(ports, batch)).rejects.toThrow(UnknownTenant);
  });
});
