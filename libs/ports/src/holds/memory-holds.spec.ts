import { holdsSuite } from './holds.suite.ts';
import { MemoryHolds, type HoldsStore } from './memory-holds.ts';

holdsSuite({
  name: 'MemoryHolds',
  open: () => {
    const store: HoldsStore = new Map();
    return Promise.resolve({
      first: new MemoryHolds(store),
      second: new MemoryHolds(store),
      close: () => Promise.resolve(),
    });
  },
});
