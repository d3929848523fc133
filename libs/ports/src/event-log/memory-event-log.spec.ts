import { MemoryStore } from '../memory-store.ts';
import { eventLogSuite } from './event-log.suite.ts';
import { MemoryEventLog } from './memory-event-log.ts';

eventLogSuite({
  name: 'MemoryEventLog',
  open: async () => {
    const store = new MemoryStore();
    return { first: new MemoryEventLog(store), second: new MemoryEventLog(store), close: async () => undefined };
  },
});
