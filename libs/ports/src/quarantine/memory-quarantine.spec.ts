import { MemoryQuarantine, type QuarantineStore } from './memory-quarantine.ts';
import { quarantineSuite } from './quarantine.suite.ts';

quarantineSuite({
  name: 'MemoryQuarantine',
  open: () => {
    const store: QuarantineStore = new Map();
    return Promise.resolve({
      first: new MemoryQuarantine(store),
      second: new MemoryQuarantine(store),
      close: () => Promise.resolve(),
    });
  },
});
