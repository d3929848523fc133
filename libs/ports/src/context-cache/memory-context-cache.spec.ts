import { CONTEXT_TTL_MS } from './context-cache.ts';
import { contextCacheSuite } from './context-cache.suite.ts';
import { MemoryContextCache, type ContextStore } from './memory-context-cache.ts';

contextCacheSuite({
  name: 'MemoryContextCache',
  open: () => {
    const store: ContextStore = new Map();
    return Promise.resolve({
      first: new MemoryContextCache(store),
      second: new MemoryContextCache(store),
      close: () => Promise.resolve(),
    });
  },
});

describe('contexts in memory', () => {
  const tag = new Uint8Array(32);
  const kept = { seq: 1, tag, sealed: new Uint8Array([1]) };

  it('are bounded: the one kept longest ago goes', async () => {
    const contexts = new MemoryContextCache(new Map(), { most: 2 });
    for (const conversation of ['a', 'b', 'c']) await contexts.keep({ tenant: 'bank', conversation }, kept);
    expect(await contexts.read({ tenant: 'bank', conversation: 'a' }, tag)).toBeNull();
    expect(await contexts.read({ tenant: 'bank', conversation: 'b' }, tag)).not.toBeNull();
  });

  it('are forgotten after their time', async () => {
    let now = 0;
    const contexts = new MemoryContextCache(new Map(), { clock: () => now });
    await contexts.keep({ tenant: 'bank', conversation: 'a' }, kept);
    now = CONTEXT_TTL_MS;
    expect(await contexts.read({ tenant: 'bank', conversation: 'a' }, tag)).toBeNull();
  });
});
