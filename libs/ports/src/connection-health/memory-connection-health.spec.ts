import { connectionHealthSuite } from './connection-health.suite.ts';
import { MemoryConnectionHealth, type ConnectionHealthStore } from './memory-connection-health.ts';

connectionHealthSuite({
  name: 'MemoryConnectionHealth',
  open: () => {
    const store: ConnectionHealthStore = new Map();
    return Promise.resolve({
      first: new MemoryConnectionHealth(store),
      second: new MemoryConnectionHealth(store),
      close: () => Promise.resolve(),
    });
  },
});
