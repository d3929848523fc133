import type { IntegrationCall } from './integration.ts';
import { integrationSuite } from './integration.suite.ts';
import { MemoryIntegration } from './memory-integration.ts';

const manifest = (keysKeptMs: number | null) =>
  ({
    name: 'memory-bank',
    operations: { transfer: { safe: false, keysKeptMs, input: { amount: 'number', recipient: 'string' } } },
  }) as const;

const perform = ({ input }: IntegrationCall) => ({ moved: input['amount'] ?? null });

for (const keysKeptMs of [86_400_000, null]) {
  integrationSuite({
    name: `MemoryIntegration (${keysKeptMs === null ? 'without' : 'with'} keys)`,
    open: () => {
      const integration = new MemoryIntegration(manifest(keysKeptMs), perform);
      return Promise.resolve({
        integration,
        operation: 'transfer',
        input: { amount: 200, recipient: 'Ann' },
        effects: () => Promise.resolve(integration.deeds.length),
        silence: () => integration.arrange('silent'),
        close: () => Promise.resolve(),
      });
    },
  });
}

describe('a memory integration with a mishap', () => {
  it('does the deed and loses the answer, so that the same key finds it done', async () => {
    const integration = new MemoryIntegration(manifest(1_000), perform);
    const call = {
      tenant: 'bank',
      operation: 'transfer',
      key: 'ann:4:0',
      input: { amount: 200, recipient: 'Ann' },
      signal: new AbortController().signal,
    };
    integration.arrange('answer lost');
    expect((await integration.call(call)).kind).toBe('lost');
    expect(await integration.call(call)).toEqual({ kind: 'done', value: { moved: 200 } });
    expect(integration.deeds).toHaveLength(1);
  });

  it('refuses for certain without a deed', async () => {
    const integration = new MemoryIntegration(manifest(1_000), perform);
    integration.arrange('refused');
    const input = { amount: 200, recipient: 'Ann' };
    const signal = new AbortController().signal;
    expect((await integration.call({ tenant: 'bank', operation: 'transfer', key: 'k', input, signal })).kind).toBe(
      'failed',
    );
    expect(integration.deeds).toEqual([]);
  });
});
