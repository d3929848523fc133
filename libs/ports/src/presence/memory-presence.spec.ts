import { MemoryPresence, type PresenceStore } from './memory-presence.ts';
import { presenceSuite } from './presence.suite.ts';

presenceSuite({
  name: 'MemoryPresence',
  open: () => {
    const store: PresenceStore = new Map();
    let now = 0;
    return Promise.resolve({
      first: new MemoryPresence(() => now, store),
      second: new MemoryPresence(() => now, store),
      pass: (ms) => {
        now += ms;
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    });
  },
});

describe('presence in memory', () => {
  it('of those who lapsed takes no room for ever', async () => {
    const store: PresenceStore = new Map();
    let now = 0;
    const presence = new MemoryPresence(() => now, store);
    for (let n = 0; n < 25_000; n += 1) {
      now += 1;
      await presence.note({ tenant: 'bank', conversation: 'c', session: `page-${n}` }, now, 100);
    }
    expect(store.size).toBeLessThanOrEqual(10_000);
  });
});
