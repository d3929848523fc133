import { COUNTS_KEPT_MS } from './counters.ts';
import { countersSuite } from './counters.suite.ts';
import { MemoryCounters, type CountersStore } from './memory-counters.ts';

countersSuite({
  name: 'MemoryCounters',
  open: () => {
    const store: CountersStore = new Map();
    return Promise.resolve({
      first: new MemoryCounters(store),
      second: new MemoryCounters(store),
      close: () => Promise.resolve(),
    });
  },
});

describe('counts in memory', () => {
  it('are forgotten after their time', async () => {
    const counters = new MemoryCounters();
    const counter = { tenant: 'bank', name: 'messages' };
    counters.add(counter, 1, 0);
    counters.add(counter, 1, COUNTS_KEPT_MS + 60_000);
    expect(await counters.read(counter, 0, COUNTS_KEPT_MS * 2)).toHaveLength(1);
  });
});
