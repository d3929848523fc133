import { AdaptorsServiceDefinition, CallOutcome, linkInProcess, type AdaptorsService } from '@parley/contracts';
import { canonicalBytes, readCanonical } from '@parley/message';
import { MemoryIntegration } from '@parley/ports';
import { createAdaptors } from './adaptors.ts';

const manifest = {
  name: 'shop',
  operations: {
    order: { safe: false, keysKeptMs: 60_000, input: { item: 'string' } },
    price: { safe: true, keysKeptMs: null, input: { item: 'string' } },
  },
} as const;

function open() {
  const shop = new MemoryIntegration(manifest, ({ input }) => ({ ordered: input['item'] ?? null }));
  const { service } = createAdaptors({ integrations: [shop], now: Date.now });
  return { shop, client: linkInProcess<AdaptorsService>(AdaptorsServiceDefinition, service, { wire: true }) };
}

const request = (over: object = {}) => ({
  tenant: 'acme',
  adapter: 'shop.order',
  key: 'c:1:0',
  inputJson: canonicalBytes({ item: 'tea' }),
  deadline: Date.now() + 5_000,
  ...over,
});

describe('a call of an integration', () => {
  it('[E010] [E078] answers with what was done', async () => {
    const { client } = open();
    const answer = await client.callIntegration(request());
    expect(answer.outcome).toBe(CallOutcome.DONE);
    expect(readCanonical(answer.valueJson)).toEqual({ ordered: 'tea' });
  });

  it('passes on a definite no, and a lost answer as lost', async () => {
    const { shop, client } = open();
    shop.arrange('refused');
    shop.arrange('answer lost');
    expect((await client.callIntegration(request())).outcome).toBe(CallOutcome.FAILED);
    expect((await client.callIntegration(request())).outcome).toBe(CallOutcome.LOST);
    expect(shop.deeds).toHaveLength(1);
  });

  it('is lost when no answer comes before the deadline', async () => {
    const { shop, client } = open();
    shop.arrange('silent');
    const answer = await client.callIntegration(request({ deadline: Date.now() + 30 }));
    expect(answer).toMatchObject({ outcome: CallOutcome.LOST });
  });

  it('does not begin past its deadline', async () => {
    const { shop, client } = open();
    const answer = await client.callIntegration(request({ deadline: Date.now() - 1 }));
    expect(answer).toMatchObject({ outcome: CallOutcome.FAILED, reason: 'deadline' });
    expect(shop.deeds).toEqual([]);
  });

  it('of something that nobody offers is a fault with its code', async () => {
    const { client } = open();
    for (const adapter of ['bank.transfer', 'shop.steal', 'shop', 'shop.constructor', '']) {
      await expect(client.callIntegration(request({ adapter }))).rejects.toMatchObject({
        status: 'NOT_FOUND',
        code: 'integration.unknown',
      });
    }
  });

  it('wants a JSON object', async () => {
    const { client } = open();
    for (const inputJson of [canonicalBytes([]), new Uint8Array([0x7b]), canonicalBytes(null)]) {
      await expect(client.callIntegration(request({ inputJson }))).rejects.toMatchObject({ code: 'integration.input' });
    }
  });
});

describe('the manifests', () => {
  it('say how each operation may be repeated', async () => {
    const { client } = open();
    const { manifests } = await client.listManifests({});
    expect(manifests).toEqual([
      {
        name: 'shop',
        operations: [
          { name: 'order', safe: false, keysKeptMs: 60_000, input: { item: 'string' } },
          { name: 'price', safe: true, keysKeptMs: undefined, input: { item: 'string' } },
        ],
      },
    ]);
  });

  it('have one name each', () => {
    const shop = new MemoryIntegration(manifest, () => null);
    expect(() => createAdaptors({ integrations: [shop, shop], now: Date.now })).toThrow('one name');
  });
});
