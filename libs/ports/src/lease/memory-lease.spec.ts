import { leaseSuite } from './lease.suite.ts';
import { MemoryLease, newLeaseStore } from './memory-lease.ts';

leaseSuite({
  name: 'MemoryLease',
  open: () => {
    const store = newLeaseStore();
    let now = 0;
    return Promise.resolve({
      first: new MemoryLease(() => now, store),
      second: new MemoryLease(() => now, store),
      pass: (ms) => {
        now += ms;
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    });
  },
});

describe('leases in memory', () => {
  it('of holders that died take no room for ever', async () => {
    const store = newLeaseStore();
    let now = 0;
    const lease = new MemoryLease(() => now, store);
    for (let n = 0; n < 25_000; n += 1) {
      now += 1;
      await lease.take(`conversation-${n}`, 100);
    }
    expect(store.held.size).toBeLessThanOrEqual(10_000);
  });
});
