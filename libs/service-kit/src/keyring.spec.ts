import { jest } from '@jest/globals';
import { MemoryConversationKeys, MemorySealing, MemoryTenants, type ConversationKeysStore } from '@parley/ports';
import { KeyMissing, storedKeyring } from './keyring.ts';
import { KeyUnreadable, newTenantKeys, UnknownTenant } from './tenant-keys.ts';

const ANN = { tenant: 'bank', conversation: 'ann' };
const BOB = { tenant: 'bank', conversation: 'bob' };

async function world() {
  const sealing = new MemorySealing();
  const tenants = new MemoryTenants();
  for (const tenant of ['bank', 'clinic']) {
    await tenants.create({ tenant, name: tenant, createdAt: 0, ...newTenantKeys(sealing, tenant) });
  }
  const store: ConversationKeysStore = new Map();
  const process = () => {
    const keys = new MemoryConversationKeys(store);
    return { keys, keyring: storedKeyring({ keys, tenants, sealing }) };
  };
  return { sealing, tenants, store, process, ...process() };
}

describe('the keyring', () => {
  it('answers a key for each conversation in the order asked, and the same one ever after', async () => {
    const { keyring } = await world();
    const [bob, ann] = await keyring.ensure([BOB, ANN]);
    expect([bob, ann]).toMatchObject([
      { ...BOB, generation: 1 },
      { ...ANN, generation: 1 },
    ]);
    expect(bob?.key).not.toEqual(ann?.key);
    expect(await keyring.ensure([ANN, BOB, ANN])).toEqual([ann, bob, ann]);
  });

  it('opens a key by its generation, in another process too', async () => {
    const { keyring, process } = await world();
    const [ann] = await keyring.ensure([ANN]);
    expect(await keyring.open(ANN, 1)).toEqual(ann?.key);
    expect(await process().keyring.open(ANN, 1)).toEqual(ann?.key);
  });

  it('ends with one key when two processes create it at once', async () => {
    const { process } = await world();
    const [one, two] = [process().keyring, process().keyring];
    const [first, second] = await Promise.all([one.ensure([ANN]), two.ensure([ANN])]);
    expect(first).toEqual(second);
  });

  it('asks the store once for a batch, once for a burst of callers, and not at all for what it knows', async () => {
    const { keys, keyring } = await world();
    const asked = jest.spyOn(keys, 'ensure');
    const refs = Array.from({ length: 100 }, (_, n) => ({ tenant: 'bank', conversation: `c${n}` }));
    await keyring.ensure(refs);
    expect(asked).toHaveBeenCalledTimes(1);
    await Promise.all(
      Array.from({ length: 100 }, (_, n) => keyring.ensure([{ tenant: 'bank', conversation: `d${n}` }])),
    );
    expect(asked.mock.calls.length).toBeLessThanOrEqual(3);
    asked.mockClear();
    await keyring.ensure(refs);
    expect(asked).not.toHaveBeenCalled();
  });

  it('stores keys only wrapped by the key of their tenant, each bound to its conversation', async () => {
    const { keyring, sealing, store } = await world();
    const [ann] = await keyring.ensure([ANN]);
    await keyring.ensure([BOB]);
    const stored = JSON.stringify(
      [...store.values()].map((rows) => [...rows.values()].map(({ wrapped }) => Buffer.from(wrapped!).toString('hex'))),
    );
    expect(stored).not.toContain(Buffer.from(ann!.key).toString('hex'));
    const [annsRow, bobsRow] = [...store.values()].map((rows) => rows.get(1)!);
    expect(
      sealing.open(await keyring.tenantKey('clinic'), annsRow!.wrapped!, 'conversation-key:bank\nann\n1'),
    ).toBeNull();
    store.get(JSON.stringify(['bank', 'ann']))!.set(1, { ...annsRow!, wrapped: bobsRow!.wrapped });
    await expect(
      storedKeyring({ keys: new MemoryConversationKeys(store), tenants: (await world()).tenants, sealing }).open(
        ANN,
        1,
      ),
    ).rejects.toThrow(KeyUnreadable);
  });

  it('keeps a tenant key and an id key for each tenant, different from each other and the same after a restart', async () => {
    const { keyring, process } = await world();
    const keys = [
      await keyring.tenantKey('bank'),
      await keyring.idKey('bank'),
      await keyring.tenantKey('clinic'),
      await keyring.idKey('clinic'),
    ];
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(4);
    const again = process().keyring;
    expect([await again.tenantKey('bank'), await again.idKey('bank')]).toEqual(keys.slice(0, 2));
  });
});

describe('an erased conversation', () => {
  it('has no key any more, in this process at once and in another that never knew it', async () => {
    const { keyring, process } = await world();
    await keyring.ensure([ANN]);
    await keyring.open(ANN, 1);
    await keyring.destroy(ANN, 1, 1_000);
    expect(await keyring.open(ANN, 1)).toBeNull();
    expect(await process().keyring.open(ANN, 1)).toBeNull();
  });

  it('seals what is said later with the next generation, and leaves the others alone', async () => {
    const { keyring } = await world();
    const [before, bob] = await keyring.ensure([ANN, BOB]);
    await keyring.destroy(ANN, 1, 1_000);
    const [after] = await keyring.ensure([ANN]);
    expect(after?.generation).toBe(2);
    expect(after?.key).not.toEqual(before?.key);
    expect(await keyring.open(BOB, 1)).toEqual(bob?.key);
  });

  it('keeps its next generation when the erasure is delivered again', async () => {
    const { keyring } = await world();
    await keyring.ensure([ANN]);
    await keyring.destroy(ANN, 1, 1_000);
    const [after] = await keyring.ensure([ANN]);
    await keyring.destroy(ANN, 1, 2_000);
    expect(await keyring.open(ANN, 2)).toEqual(after?.key);
    expect(await keyring.ensure([ANN])).toEqual([after]);
  });

  it('is not remembered by a question that was under way while it was erased', async () => {
    const { keys, keyring, process } = await world();
    await process().keyring.ensure([ANN]);
    const slow = gate();
    const get = keys.get.bind(keys);
    jest.spyOn(keys, 'get').mockImplementation(async (refs) => {
      const rows = await get(refs);
      await slow.opened;
      return rows;
    });
    const underWay = keyring.open(ANN, 1);
    await new Promise(setImmediate);
    await keyring.destroy(ANN, 1, 1_000);
    slow.open();
    await underWay;
    expect(await keyring.open(ANN, 1)).toBeNull();
  });

  it('is forgotten even when the answer of the store was lost', async () => {
    const { keys, keyring } = await world();
    await keyring.ensure([ANN]);
    const destroy = keys.destroy.bind(keys);
    jest.spyOn(keys, 'destroy').mockImplementation(async (...args) => {
      await destroy(...args);
      throw new Error('connection cut');
    });
    await expect(keyring.destroy(ANN, 1, 1_000)).rejects.toThrow('connection cut');
    expect(await keyring.open(ANN, 1)).toBeNull();
  });
});

describe('a key that is not to be had', () => {
  it('is refused for a tenant that nobody created, and spoils nothing for the others in the batch', async () => {
    const { keyring } = await world();
    const [bad, good] = await Promise.allSettled([
      keyring.ensure([{ tenant: 'nobody', conversation: 'ann' }]),
      keyring.ensure([ANN]),
    ]);
    expect(bad).toMatchObject({ status: 'rejected', reason: expect.any(UnknownTenant) });
    expect(good.status).toBe('fulfilled');
    await expect(keyring.tenantKey('nobody')).rejects.toThrow(UnknownTenant);
  });

  it('is an error, never "destroyed", when its row is missing', async () => {
    const { keyring } = await world();
    await expect(keyring.open(ANN, 1)).rejects.toThrow(KeyMissing);
  });

  it('is an error, never "destroyed" and never made anew, when another root key wrapped it', async () => {
    const { keys, keyring, tenants, store } = await world();
    await keyring.ensure([ANN]);
    const stranger = storedKeyring({ keys, tenants, sealing: new MemorySealing(new Uint8Array(32).fill(9)) });
    const before = JSON.stringify([...store]);
    await expect(stranger.ensure([ANN, BOB])).rejects.toThrow(KeyUnreadable);
    await expect(stranger.open(ANN, 1)).rejects.toThrow('Restore the key file that belongs to this database.');
    expect(JSON.stringify([...store])).toBe(before);
  });

  it('is asked for again after a failure of the store', async () => {
    const { keys, keyring } = await world();
    jest.spyOn(keys, 'ensure').mockRejectedValueOnce(new Error('connection cut'));
    await expect(keyring.ensure([ANN])).rejects.toThrow('connection cut');
    expect((await keyring.ensure([ANN]))[0]?.generation).toBe(1);
  });
});

function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
