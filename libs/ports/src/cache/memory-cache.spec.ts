import { cacheSuite } from './cache.suite.ts';
import { MemoryCache, newCacheStore } from './memory-cache.ts';

cacheSuite({
  name: 'MemoryCache',
  open: () => {
    const store = newCacheStore();
    let now = 0;
    const clock = (): number => now;
    return Promise.resolve({
      first: new MemoryCache(store, { clock }),
      second: new MemoryCache(store, { clock }),
      pass: (ms) => {
        now += ms;
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    });
  },
});

describe('a cache in memory', () => {
  it('is bounded: what is remembered longest goes', async () => {
    const store = newCacheStore();
    const cache = new MemoryCache(store, { most: 3 });
    const words = { name: 'word', ttlMs: 1_000, shared: { write: String, read: String } };
    for (let n = 0; n < 10; n += 1)
      await cache.read(words, { tenant: 'bank', key: `${n}` }, () => Promise.resolve('w'));
    expect(store.kept.size).toBe(3);
  });
});
