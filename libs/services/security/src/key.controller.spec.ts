import { KeyServiceDefinition, linkInProcess } from '@parley/contracts';
import type { Tenant } from '@parley/ports';
import { MemoryConversationKeys, MemorySealing, MemoryTenants, type ConversationKeysStore } from '@parley/ports';
import { conversationKeysSuite } from '@parley/ports/suites/conversation-keys';
import {
  Keyring,
  KeyUnreadable,
  newTenantKeys,
  RemoteConversationKeys,
  remoteTenantKeys,
  storedKeyring,
  storedTenantKeys,
  TenantErased,
  UnknownTenant,
} from '@parley/service-kit';
import { KeyController } from './key.controller.ts';

/** The service's link over the wire's encoding, above rows that outlive it. */
function over(store: ConversationKeysStore, tenants = new MemoryTenants(), sealing = new MemorySealing()) {
  const controller = new KeyController(new MemoryConversationKeys(store), storedTenantKeys(tenants, sealing));
  return linkInProcess(KeyServiceDefinition, controller, { wire: true });
}

conversationKeysSuite({
  name: 'RemoteConversationKeys',
  open: async () => {
    const store: ConversationKeysStore = new Map();
    const [first, second] = [0, 1].map(() => new RemoteConversationKeys(over(store)));
    return { first: first!, second: second!, close: () => Promise.resolve() };
  },
});

describe('keys asked of the security service', () => {
  async function bank() {
    const sealing = new MemorySealing();
    const rows = new Map<string, Tenant>();
    const tenants = new MemoryTenants({ tenants: rows, rootKey: null });
    await tenants.create({ tenant: 'bank', name: 'Bank', createdAt: 0, ...newTenantKeys(sealing, 'bank') });
    const store: ConversationKeysStore = new Map();
    return { sealing, rows, tenants, store, keys: over(store, tenants, sealing) };
  }

  it('open for another process what the process with the root key sealed, and the other way round', async () => {
    const { sealing, tenants, store, keys } = await bank();
    const here = storedKeyring({ keys: new MemoryConversationKeys(store), tenants, sealing });
    const ports = { keys: new RemoteConversationKeys(keys), openTenantKeys: remoteTenantKeys(keys), sealing };
    const there = new Keyring(ports);
    const ann = { tenant: 'bank', conversation: 'ann' };
    const [made] = await there.ensure([ann]);
    expect(await here.open(ann, 1)).toEqual(made?.key);
    expect(await there.idKey('bank')).toEqual(await here.idKey('bank'));
    await here.destroy(ann, 1, 5);
    expect(await new Keyring(ports).open(ann, 1)).toBeNull();
  });

  it('say of a tenant what the rows say: nobody’s, erased, or not to be opened', async () => {
    const { rows, keys } = await bank();
    const opens = remoteTenantKeys(keys);
    await expect(opens('nobody')).rejects.toThrow(UnknownTenant);
    const bankRow = rows.get('bank')!;
    rows.set('bank', { ...bankRow, wrappedIdKey: bankRow.wrappedKey });
    await expect(opens('bank')).rejects.toThrow(KeyUnreadable);
    rows.set('bank', { ...bankRow, wrappedKey: new Uint8Array(), wrappedIdKey: new Uint8Array() });
    await expect(opens('bank')).rejects.toThrow(TenantErased);
  });

  it('are asked for again after their time, where another process may destroy them', async () => {
    const { rows, sealing, keys } = await bank();
    const ports = { keys: new RemoteConversationKeys(keys), openTenantKeys: remoteTenantKeys(keys), sealing };
    const there = new Keyring(ports, { tenantMaxAgeMs: 20 });
    await there.tenantKey('bank');
    rows.set('bank', { ...rows.get('bank')!, wrappedKey: new Uint8Array(), wrappedIdKey: new Uint8Array() });
    await new Promise((resolve) => setTimeout(resolve, 40));
    await expect(there.tenantKey('bank')).rejects.toThrow(TenantErased);
  });

  it('are not kept where nothing was given: it would count as destroyed', async () => {
    const { keys } = await bank();
    const empty = { tenant: 'bank', conversation: 'ann', generation: 1, wrapped: undefined };
    await expect(keys.ensureKeys({ keys: [empty] })).rejects.toMatchObject({ code: 'request.malformed' });
  });
});
