import { MemoryConnections, type ConnectionsStore } from './memory-connections.ts';
import { connectionsSuite } from './connections.suite.ts';

connectionsSuite({
  name: 'MemoryConnections',
  open: () => {
    const store: ConnectionsStore = new Map();
    return Promise.resolve({
      first: new MemoryConnections(store),
      second: new MemoryConnections(store),
      close: () => Promise.resolve(),
    });
  },
});
