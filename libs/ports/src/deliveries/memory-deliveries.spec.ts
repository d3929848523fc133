import { MemoryStore } from '../memory-store.ts';
import { deliveriesSuite } from './deliveries.suite.ts';
import { MemoryDeliveries } from './memory-deliveries.ts';

deliveriesSuite({
  name: 'MemoryDeliveries',
  open: async () => {
    const store = new MemoryStore();
    return { first: new MemoryDeliveries(store), second: new MemoryDeliveries(store), close: async () => undefined };
  },
});
